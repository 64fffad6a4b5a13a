import type { JsonNode } from '../../json/json-node.ts';
import type { MaskPlan } from '../../masks/mask-plan.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import type { Shape } from './deliver-answer.ts';
import { itemsOf, memberOf, PointsShaper } from './shape-points.ts';

/** Shapes one result of an answer that may hold several. */
export type ResultShape = (
  shaper: PointsShaper,
  result: JsonNode | undefined,
  plans: readonly MaskPlan[],
) => void;

/** A shape of a whole answer out of one of its result. What nothing binds passes as it came, whatever it is. */
export const shapeResult =
  (by: ResultShape): Shape =>
  (answer, plans, ledger) => {
    const binds = plans.some((plan) => plan.binds);
    const shaper = new PointsShaper(answer, ledger, binds);
    try {
      by(shaper, shaper.result, plans);
    } catch (error) {
      if (binds || !(error instanceof Refusal)) throw error;
      return { body: answer.bytes };
    }
    return { body: shaper.body(), hits: shaper.hits };
  };

/** `result.points`, as `query` and `scroll` answer. `part`: the operation whose masks bind them. */
export const pointsOf =
  (part = 0, ordered: readonly string[] = []): ResultShape =>
  (shaper, result, plans) => {
    shaper.points(memberOf(result, 'points'), plans[part]!, ordered);
    const next = memberOf(result, 'next_page_offset');
    if (next !== undefined && next.kind !== 'null') shaper.value('$id', next, plans[part]!);
  };

/** `result` itself is the list, as fetching by ids and older searches answer. */
export const listOfPoints =
  (part = 0): ResultShape =>
  (shaper, result, plans) =>
    shaper.points(result, plans[part]!);

/** `result` itself is one point. */
export const onePoint: ResultShape = (shaper, result, plans) => shaper.point(result, plans[0]!);

/** `result.groups`, each with what the points in it have in common and, from another collection, `lookup`. */
export const groupsOf =
  (field: string, part: number, lookup: number | undefined, ordered: readonly string[]): ResultShape =>
  (shaper, result, plans) => {
    for (const group of itemsOf(memberOf(result, 'groups'))) {
      shaper.points(memberOf(group, 'hits'), plans[part]!, ordered);
      shaper.value(field, memberOf(group, 'id'), plans[part]!);
      const found = memberOf(group, 'lookup');
      if (lookup === undefined || found === undefined || found.kind === 'null') continue;
      const { hits } = shaper;
      shaper.point(found, plans[lookup]!);
      shaper.hits = hits;
    }
  };

/** `result.hits`: values of a field, and how often each stands. */
export const facetOf =
  (field: string): ResultShape =>
  (shaper, result, plans) => {
    const hits = itemsOf(memberOf(result, 'hits'));
    for (const hit of hits) shaper.value(field, memberOf(hit, 'value'), plans[0]!);
    shaper.hits = hits.length;
  };

/** Each result of a batch by its own shape. */
export const eachOf =
  (shapes: readonly ResultShape[]): ResultShape =>
  (shaper, result, plans) => {
    const results = itemsOf(result);
    for (const [i, shape] of shapes.entries()) shape(shaper, results[i], plans);
  };

/** An answer that holds numbers and words of the store's own alone: nothing in it is anybody's data. */
export const acknowledgement: ResultShape = () => {};
