import { type EditorState, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import type { Lens } from '@vectorgate/policy-schema/language';

/** What stands above lines from now on. */
export const showLenses = StateEffect.define<readonly Lens[]>();

class LensLine extends WidgetType {
  private readonly text: string;
  private readonly indent: string;

  constructor(text: string, indent: string) {
    super();
    this.text = text;
    this.indent = indent;
  }

  override eq(other: LensLine): boolean {
    return other.text === this.text && other.indent === this.indent;
  }

  override toDOM(): HTMLElement {
    const line = document.createElement('div');
    line.className = 'vg-policy-lens';
    const indent = document.createElement('span');
    indent.className = 'vg-policy-lens-indent';
    indent.textContent = this.indent;
    const text = document.createElement('span');
    text.className = 'vg-policy-lens-text';
    text.textContent = this.text;
    line.append(indent, text);
    return line;
  }

  override get estimatedHeight(): number {
    return 17;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

function decorate(state: EditorState, lenses: readonly Lens[]): DecorationSet {
  // What stands above the same place is one line.
  const lines = new Map<number, string>();
  for (const { at, text } of lenses) lines.set(at, lines.has(at) ? `${lines.get(at)} · ${text}` : text);
  return Decoration.set(
    [...lines]
      .filter(([at]) => at <= state.doc.length)
      .map(([at, text]) => {
        const line = state.doc.lineAt(at);
        const indent = /^[ \t]*/.exec(line.text)?.[0] ?? '';
        const widget = new LensLine(text, indent);
        return Decoration.widget({ widget, block: true, side: -1 }).range(line.from);
      }),
    true,
  );
}

/** Lines above the text that say what stands below: they move with it until they are told anew. */
export const lensLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects)
      if (effect.is(showLenses)) next = decorate(transaction.state, effect.value);
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
