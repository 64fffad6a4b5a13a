import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import type { InlayHint } from '@vectorgate/policy-schema/language';

/** What stands behind places from now on. */
export const showHints = StateEffect.define<readonly InlayHint[]>();

/** A few words behind a place. They are drawn by the style sheet: what is copied or searched is the text alone. */
class PlaceHint extends WidgetType {
  private readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  override eq(other: PlaceHint): boolean {
    return other.text === this.text;
  }

  override toDOM(): HTMLElement {
    const hint = document.createElement('span');
    hint.className = 'vg-policy-hint';
    hint.dataset.text = this.text;
    return hint;
  }
}

/** Words behind places of the text that say what it comes to: they move with it until they are told anew. */
export const placeHints = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(showHints)) continue;
      const { length } = transaction.state.doc;
      const hints = effect.value
        .filter(({ at }) => at <= length)
        .map(({ at, text }) => Decoration.widget({ widget: new PlaceHint(text), side: 1 }).range(at));
      next = Decoration.set(hints, true);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
