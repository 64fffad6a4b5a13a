import { Widget } from '@lumino/widgets';
import type { Renaming } from '@vectorgate/policy-schema/language';
import { html, render } from 'lit';

/** A line that names something, in parts: before the name, the name, behind it. */
export interface NamedLine {
  readonly path: string;
  /** From 0. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** Asks for a new name, and shows every line that will have it. */
export class RenameForm extends Widget {
  name: string;
  private readonly kind: string;
  private readonly old: string;
  private readonly places: readonly NamedLine[];
  private readonly check: (name: string) => Promise<Renaming>;
  private why = '';

  constructor(
    kind: string,
    old: string,
    places: readonly NamedLine[],
    check: (name: string) => Promise<Renaming>,
  ) {
    super();
    this.kind = kind;
    this.old = old;
    this.name = old;
    this.places = places;
    this.check = check;
    this.addClass('vg-RenameForm');
    this.draw();
  }

  private typed(value: string): void {
    this.name = value;
    this.draw();
    void this.check(value).then((renamed) => {
      if (this.name !== value) return;
      this.why = renamed.ok ? '' : renamed.why;
      this.draw();
    });
  }

  private draw(): void {
    const files = new Set(this.places.map(({ path }) => path)).size;
    render(
      html`
        <label>New name of the ${this.kind}
          <input class="jp-mod-styled" type="text" spellcheck="false" .value=${this.name}
            @input=${(event: InputEvent) => this.typed((event.target as HTMLInputElement).value)} />
        </label>
        <p class="vg-rename-why" role="status">${this.why}</p>
        <p>${this.places.length} ${this.places.length === 1 ? 'place' : 'places'}${files > 1 ? ` in ${files} files` : ''}</p>
        <ol class="vg-rename-places">
          ${this.places.map(
            ({ path, line, before, after }) => html`
              <li class="vg-rename-place">
                <span class="vg-rename-where">${path.split('/').at(-1)}:${line + 1}</span>
                <code>${before.trimStart()}${
                  this.name === this.old
                    ? html`<mark>${this.old}</mark>`
                    : html`<del>${this.old}</del> <ins>${this.name}</ins>`
                }${after}</code>
              </li>`,
          )}
        </ol>`,
      this.node,
    );
  }
}
