import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { ConditionToken } from '@vectorgate/policy-schema/language';

/** The tokens of conditions from now on. */
export const showTokens = StateEffect.define<readonly ConditionToken[]>();

/** Colours in conditions, which to the editor's own mode for YAML are text. */
export const conditionColours = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(showTokens)) continue;
      const { length } = transaction.state.doc;
      const marks = effect.value
        .filter(({ start, end }) => start < end && end <= length)
        .map(({ start, end, kind }) =>
          Decoration.mark({ class: `vg-policy-token vg-mod-${kind}` }).range(start, end),
        );
      next = Decoration.set(marks, true);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
