import { StateEffect, StateField } from '@codemirror/state';
import { showTooltip, type Tooltip } from '@codemirror/view';

/** What is explained from now on; null: nothing. */
export const explain = StateEffect.define<Tooltip | null>();

/** The explanation that was asked for by a key. It goes as soon as the cursor or the text moves. */
export const explained = StateField.define<Tooltip | null>({
  create: () => null,
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(explain)) return effect.value;
    return transaction.docChanged || transaction.selection !== undefined ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});
