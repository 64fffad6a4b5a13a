import { type EditorState, Facet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Lens } from '@vectorgate/policy-schema/language';
import { LensLine, type LensPart } from './lens-line.ts';

/** What stands above lines from now on. */
export const showLenses = StateEffect.define<readonly Lens[]>();

/** Shows more of a rule whose recorded operations stand above it. */
export type ShowRule = (rule: NonNullable<Lens['rule']>) => void;

export const showRule = Facet.define<ShowRule>();

function partOf({ kind, text, rule }: Lens): LensPart {
  if (kind !== 'traffic' || rule === undefined) return { text };
  return {
    text,
    title: 'What would a change of this rule have done?',
    act: (view) => {
      for (const show of view.state.facet(showRule)) show(rule);
    },
  };
}

function decorate(state: EditorState, lenses: readonly Lens[]): DecorationSet {
  // What stands above the same place is one line.
  const lines = Map.groupBy(
    lenses.filter(({ at }) => at <= state.doc.length),
    ({ at }) => at,
  );
  return Decoration.set(
    [...lines].map(([at, own]) => {
      const line = state.doc.lineAt(at);
      const indent = /^[ \t]*/.exec(line.text)?.[0] ?? '';
      const widget = new LensLine(own.map(partOf), indent);
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
