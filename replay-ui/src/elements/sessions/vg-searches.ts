import { isSavedName, type SavedSearches } from '@vectorgate/policy-schema/records-query';
import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { troubleOf } from '../../errors/trouble.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import { ReplayElement } from '../replay-element.ts';

/**
 * The searches that whoever reads keeps: run one, drop one, keep what is looked for now. `vg-query` (`{ query }`) tells
 * which to run, `vg-kept` that they changed.
 */
export class VgSearches extends ReplayElement {
  static override styles = [
    baseStyles,
    css`
      li { display: flex; gap: 4px 8px; align-items: baseline; min-height: 24px; }
      .keep { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; margin-top: 4px; }
      .keep input { flex: 1 1 8em; width: auto; }
      .wrong { color: var(--vg-deny); }
    `,
  ];
  static override properties: PropertyDeclarations = {
    saved: { attribute: false },
    query: { type: String },
    wrong: { state: true },
  };

  declare saved: SavedSearches;
  /** What is looked for now; empty: nothing that could be kept. */
  declare query: string;
  declare protected wrong: string | undefined;

  constructor() {
    super();
    this.saved = {};
    this.query = '';
  }

  override render(): TemplateResult {
    const kept = Object.entries(this.saved).sort(([a], [b]) => (a < b ? -1 : 1));
    return html`<section aria-label="Saved searches">
      ${
        kept.length === 0
          ? html`<p class="muted">No search is kept yet. ${this.query === '' ? 'Look for something, and keep it here under a name.' : ''}</p>`
          : html`<ul>${kept.map(([name, query]) => this.#row(name, query))}</ul>`
      }
      ${this.query === '' ? nothing : this.#form()}
      ${this.wrong === undefined ? nothing : html`<p class="wrong" role="alert">${this.wrong}</p>`}
      <div class="unseen" role="status">${this.spoken}</div>
    </section>`;
  }

  #row(name: string, query: string): TemplateResult {
    const shown = visibleLine(name);
    return html`<li>
      <button type="button" class="link" title=${visibleLine(query)} @click=${() => this.#tell('vg-query', { query })}>@${shown}</button>
      <span class="muted ellipsis grow">${visibleLine(query)}</span>
      <button type="button" class="plain" aria-label=${`drop @${shown}`} title=${`Keep nothing as @${shown} any more`} @click=${() => void this.#drop(name)}>✕</button>
    </li>`;
  }

  #form(): TemplateResult {
    return html`<div class="keep">
      <label class="unseen" for="name">Name of this search</label>
      <input id="name" type="text" autocomplete="off" spellcheck="false" placeholder="name for this search"
        aria-invalid=${this.wrong === undefined ? nothing : 'true'} @input=${() => {
          this.wrong = undefined;
        }} @keydown=${this.#key}>
      <button type="button" @click=${() => void this.#keep()}>keep</button>
    </div>`;
  }

  #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#keep();
  };

  async #keep(): Promise<void> {
    const field = this.renderRoot.querySelector('input');
    const name = (field?.value ?? '').trim().replace(/^@/, '');
    if (!isSavedName(name)) {
      this.wrong = 'A name has small letters, digits and minus, 40 at the most, as in refused-this-week.';
      return;
    }
    await this.#does((searches) => searches.keep(name, this.query), `Kept as @${name}.`);
    if (this.wrong === undefined && field !== null) field.value = '';
  }

  #drop(name: string): Promise<void> {
    return this.#does(
      (searches) => searches.drop(name),
      `Nothing is kept as @${visibleLine(name)} any more.`,
    );
  }

  async #does(
    work: (searches: NonNullable<NonNullable<typeof this.host>['searches']>) => Promise<void>,
    done: string,
  ): Promise<void> {
    const searches = this.host?.searches;
    if (searches === undefined) return;
    this.wrong = undefined;
    try {
      await work(searches);
      this.say(done);
    } catch (error) {
      const { message, remedy } = troubleOf(error);
      this.wrong = `${message} ${remedy}`;
    }
    this.#tell('vg-kept', {});
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
