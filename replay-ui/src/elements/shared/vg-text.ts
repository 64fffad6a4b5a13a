import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { MarkClasses, SilentMark } from '../../records/mark-classes.ts';
import { count } from '../../text/amounts.ts';
import { cutText } from '../../text/cut-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import { piecesView } from './pieces-view.ts';

const further = 20_000;

/** A text of any length and content: its beginning, more when asked, whole when copied. */
export class VgText extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: inline; font: inherit; white-space: inherit; }
      .text { unicode-bidi: isolate; overflow-wrap: anywhere; }
      .more { display: inline-flex; gap: 4px; font-family: var(--vg-font); font-size: var(--vg-size); }
    `,
  ];
  static override properties = {
    text: { attribute: false },
    most: { type: Number },
    what: { type: String },
    classes: { attribute: false },
    field: { attribute: false },
    shown: { state: true },
  };

  declare text: string;
  /** Characters that show at first. */
  declare most: number;
  /** What it is called when it is copied. */
  declare what: string;
  /** Of which class marks in a field are, and the field that this text is; without them a mark says what it says itself. */
  declare classes: MarkClasses | undefined;
  declare field: string | undefined;
  declare protected shown: number;

  constructor() {
    super();
    this.text = '';
    this.most = 2_000;
    this.what = 'Text';
    this.shown = 0;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('text') || changed.has('most')) this.shown = this.most;
  }

  override render(): TemplateResult {
    const { classes, field } = this;
    const { shown, left } = cutText(this.text, this.shown);
    const known = classes && field !== undefined ? (mark: SilentMark) => classes(mark, field) : undefined;
    return html`<span class="text">${piecesView(visibleText(shown, known))}</span>${left === 0 ? nothing : this.#more(left)}`;
  }

  #more(left: number): TemplateResult {
    const next = Math.min(left, further);
    return html`<span class="more">
      <span class="muted">… ${count(left)} more characters</span>
      <button type="button" class="link" @click=${() => {
        this.shown += next;
      }}>show ${left > further ? `${count(next)} of them` : 'them'}</button>
      <button type="button" class="link" @click=${this.#copy}>copy whole</button>
    </span>`;
  }

  #copy(): void {
    this.dispatchEvent(
      new CustomEvent('vg-copy', {
        bubbles: true,
        composed: true,
        detail: { text: this.text, what: this.what },
      }),
    );
  }
}
