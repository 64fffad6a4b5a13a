import { type EditorView, WidgetType } from '@codemirror/view';

/** A part of a line above the text; with `act` it can be pressed. */
export interface LensPart {
  readonly text: string;
  /** What pressing it does, for who hovers or hears it. */
  readonly title?: string;
  readonly act?: ((view: EditorView) => void) | undefined;
}

/** A line above the text. It is no part of the document. */
export class LensLine extends WidgetType {
  private readonly parts: readonly LensPart[];
  private readonly indent: string;
  private readonly name: string;

  /** @param name a class of its own, for those that look otherwise */
  constructor(parts: readonly LensPart[], indent = '', name = '') {
    super();
    this.parts = parts;
    this.indent = indent;
    this.name = name;
  }

  override eq(other: LensLine): boolean {
    return (
      other.indent === this.indent &&
      other.name === this.name &&
      other.parts.length === this.parts.length &&
      // What acts is found by what it says.
      other.parts.every(({ text, title, act }, i) => {
        const own = this.parts[i];
        return text === own?.text && title === own.title && !act === !own.act;
      })
    );
  }

  override toDOM(view: EditorView): HTMLElement {
    const line = document.createElement('div');
    line.className = `vg-policy-lens ${this.name}`.trim();
    const indent = document.createElement('span');
    indent.className = 'vg-policy-lens-indent';
    indent.textContent = this.indent;
    line.append(indent);
    for (const [i, part] of this.parts.entries()) line.append(i === 0 ? '' : ' · ', partOf(part, view));
    return line;
  }

  override get estimatedHeight(): number {
    return 17;
  }

  /** Presses are its own; the editor puts no cursor there. */
  override ignoreEvent(): boolean {
    return true;
  }
}

function partOf({ text, title, act }: LensPart, view: EditorView): HTMLElement {
  const part = document.createElement(act === undefined ? 'span' : 'button');
  part.className = 'vg-policy-lens-text';
  part.textContent = text;
  if (title !== undefined) part.title = title;
  if (part instanceof HTMLButtonElement) {
    part.type = 'button';
    part.addEventListener('click', () => act?.(view));
  }
  return part;
}
