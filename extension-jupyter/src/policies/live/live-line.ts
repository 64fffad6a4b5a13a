import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import { LensLine, type LensPart } from '../editing/lens-line.ts';

/** What stands above all of the file from now on; null: nothing. */
export const showLive = StateEffect.define<LensPart | null>();

/** The line above a policy that says how it stands to what is live. */
export const liveLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, { changes, effects }) {
    let next = shown;
    for (const effect of effects)
      if (effect.is(showLive))
        next =
          effect.value === null
            ? Decoration.none
            : Decoration.set(
                Decoration.widget({
                  widget: new LensLine([effect.value], '', 'vg-mod-live'),
                  block: true,
                  // Above what the first line has of its own.
                  side: -2,
                }).range(0),
              );
    // It stays at the top, whatever is written there.
    return next === shown ? shown.map(changes).update({ filter: (from) => from === 0 }) : next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
