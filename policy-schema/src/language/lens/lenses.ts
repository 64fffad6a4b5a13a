import { isMap, isScalar } from 'yaml';
import type { Analysis } from '../analyse.ts';
import { ruleNodes } from '../document/rule-at.ts';
import { catalogueAge } from '../meaning/catalogue-age.ts';
import { ruleMeaning } from '../meaning/rule-meaning.ts';
import { snapshotLens } from '../snapshot/snapshot-lens.ts';
import { trafficKey } from '../traffic.ts';
import { agoText, trafficText } from './traffic-text.ts';

/** A line above a place of the document: what a rule means, what the file holds. */
export interface Lens {
  /** Offset of what it stands above. */
  readonly at: number;
  readonly kind: 'file' | 'rule' | 'traffic';
  readonly text: string;
  /** The rule, for hosts that have more to show of it. */
  readonly rule?: { readonly policy: string; readonly id: string };
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Over the file its numbers, over each sound rule its meaning in one sentence and what recorded operations say of it. */
export function lenses(analysis: Analysis): readonly Lens[] {
  if (analysis.snapshot !== undefined) return snapshotLens(analysis);
  const rules = ruleNodes(analysis);
  if (rules.length === 0) return [];
  const monitored = analysis.places.filter(({ compiled }) => compiled.monitored).length;
  const broken = rules.length - analysis.places.length;
  const age = catalogueAge(analysis.surroundings);
  const { traffic, now } = analysis.surroundings;
  const facts = [
    counted(rules.length, 'rule'),
    ...(monitored === 0 ? [] : [`${monitored} only watched`]),
    ...(broken === 0 ? [] : [`${broken} with errors`]),
    ...(age === undefined ? [] : [age]),
    ...(traffic === undefined
      ? []
      : typeof traffic === 'string'
        ? [traffic]
        : [`records read ${agoText(now - traffic.read)}`]),
  ];
  return [
    { at: 0, kind: 'file', text: facts.join(' · ') },
    ...rules.flatMap(({ node, start, place }): Lens[] => {
      const id = isMap(node) ? node.get('id', true) : undefined;
      if (place === undefined || !isScalar(id)) return [];
      const { policy, rule } = place.compiled.reference;
      const lens = { at: start, rule: { policy, id: rule } };
      const counted =
        typeof traffic === 'object' ? traffic.rules.get(trafficKey({ policy, rule })) : undefined;
      return [
        // In front, as it is short: where a line is too narrow for both the sentence runs out of it.
        ...(counted === undefined || typeof traffic !== 'object'
          ? []
          : [{ ...lens, kind: 'traffic' as const, text: trafficText(counted, traffic.over) }]),
        { ...lens, kind: 'rule', text: ruleMeaning(place.rule) },
      ];
    }),
  ];
}
