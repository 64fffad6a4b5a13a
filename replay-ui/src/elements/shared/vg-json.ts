import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { FieldAt } from '../../hits/field-at.ts';
import type { MarkClasses, SilentMark } from '../../records/mark-classes.ts';
import type { ReadPart } from '../../records/read-part.ts';
import { type PrintedPiece, type PrintLimits, printJson } from '../../text/print-json.ts';
import { visibleText } from '../../text/visible-text.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import { piecesView } from './pieces-view.ts';

const first: PrintLimits = { text: 400, items: 100, whole: 20_000 };
const factor = 10;

/** A request or an answer as it is: JSON printed for reading, or its text; cut where it is long, whole when copied. */
export class VgJson extends LitElement {
  static override styles = [
    baseStyles,
    css`
      pre { tab-size: 2; unicode-bidi: isolate; }
      .cut { color: var(--vg-muted); font-style: italic; }
    `,
  ];
  static override properties = {
    content: { attribute: false },
    what: { type: String },
    classes: { attribute: false },
    fieldAt: { attribute: false },
    times: { state: true },
  };

  declare content: ReadPart | undefined;
  /** What it is called when it is copied. */
  declare what: string;
  /** Of which class marks in a field are, and where fields lie; without them a mark says what it says itself. */
  declare classes: MarkClasses | undefined;
  declare fieldAt: FieldAt | undefined;
  /** How often more was asked for. */
  declare protected times: number;

  constructor() {
    super();
    this.what = 'Text';
    this.times = 0;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('content')) this.times = 0;
  }

  override render(): TemplateResult | typeof nothing {
    const { content: part, what } = this;
    if (part === undefined) return nothing;
    const notes = part.notes.map((note) => html`<p class="note">${note}</p>`);
    if (part.value === undefined)
      return html`${notes}<pre><vg-text .text=${part.text} what=${what} most="20000"></vg-text></pre>`;
    const grown = factor ** this.times;
    const limits = { text: first.text * grown, items: first.items * grown, whole: first.whole * grown };
    const { pieces, cut } = printJson(part.value, limits, this.fieldAt);
    return html`${notes}<pre>${pieces.map((piece) =>
      piece.kind === 'cut'
        ? html`<span class="cut">${piece.text}</span>`
        : piecesView(visibleText(piece.text, this.#classOf(piece))),
    )}</pre>
    ${cut ? html`<p><button type="button" class="link" @click=${this.#more}>show more of what is left out</button></p>` : nothing}`;
  }

  #classOf({ field }: PrintedPiece): ((mark: SilentMark) => string | undefined) | undefined {
    const { classes } = this;
    return classes && field !== undefined ? (mark) => classes(mark, field) : undefined;
  }

  #more = (): void => {
    this.times += 1;
  };
}
