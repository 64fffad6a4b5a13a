import { isMap, isScalar } from 'yaml';
import type { Analysis } from '../analyse.ts';
import { ruleNodes } from '../document/rule-at.ts';
import { catalogueAge } from '../meaning/catalogue-age.ts';
import { ruleMeaning } from '../meaning/rule-meaning.ts';

/** A line above a place of the document: what a rule means, what the file holds. */
export interface Lens {
  /** Offset of what it stands above. */
  readonly at: number;
  readonly kind: 'file' | 'rule';
  readonly text: string;
  /** The rule, for hosts that have more to show of it. */
  readonly rule?: { readonly policy: string; readonly id: string };
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Over the file its numbers, over each sound rule its meaning in one sentence. */
export function lenses(analysis: Analysis): readonly Lens[] {
  const rules = ruleNodes(analysis);
  if (rules.length === 0) return [];
  const monitored = analysis.places.filter(({ compiled }) => compiled.monitored).length;
  const broken = rules.length - analysis.places.length;
  const age = catalogueAge(analysis.surroundings);
  const facts = [
    counted(rules.length, 'rule'),
    ...(monitored === 0 ? [] : [`${monitored} only watched`]),
    ...(broken === 0 ? [] : [`${broken} with errors`]),
    ...(age === undefined ? [] : [age]),
  ];
  return [
    { at: 0, kind: 'file', text: facts.join(' · ') },
    ...rules.flatMap(({ node, start, place }): Lens[] => {
      const id = isMap(node) ? node.get('id', true) : undefined;
      if (place === undefined || !isScalar(id)) return [];
      const { policy, rule } = place.compiled.reference;
      return [{ at: start, kind: 'rule', text: ruleMeaning(place.rule), rule: { policy, id: rule } }];
    }),
  ];
}
