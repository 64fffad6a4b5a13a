import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import { LensLine, type LensPart } from '../editing/lens-line.ts';

/** What stands above all of the file from now on of what is live; null: nothing. */
export const showLive = StateEffect.define<LensPart | null>();
/** The same of its tests, behind that. */
export const showTally = StateEffect.define<LensPart | null>();

interface Shown {
  readonly live: LensPart | null;
  readonly tally: LensPart | null;
  readonly line: DecorationSet;
}

function lineOf(live: LensPart | null, tally: LensPart | null): DecorationSet {
  const parts = [live, tally].filter((part) => part !== null);
  if (parts.length === 0) return Decoration.none;
  const widget = new LensLine(parts, '', 'vg-mod-live');
  // Above what the first line has of its own.
  return Decoration.set(Decoration.widget({ widget, block: true, side: -2 }).range(0));
}

/** The line above a policy that says how it stands to what is live, and how its tests come out. */
export const liveLine = StateField.define<Shown>({
  create: () => ({ live: null, tally: null, line: Decoration.none }),
  update(shown, { changes, effects }) {
    let { live, tally } = shown;
    for (const effect of effects) {
      if (effect.is(showLive)) live = effect.value;
      if (effect.is(showTally)) tally = effect.value;
    }
    if (live !== shown.live || tally !== shown.tally) return { live, tally, line: lineOf(live, tally) };
    // It stays at the top, whatever is written there.
    return changes.empty
      ? shown
      : { live, tally, line: shown.line.map(changes).update({ filter: (from) => from === 0 }) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ line }) => line),
});
