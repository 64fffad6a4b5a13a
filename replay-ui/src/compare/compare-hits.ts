import type { Hit, Hits } from '../hits/hit.ts';

/** One record in two answers. */
export interface HitPair {
  readonly id: string;
  /** Place among the hits, from 1; undefined: not in that answer. */
  readonly before?: number;
  readonly after?: number;
  readonly distanceBefore?: number;
  readonly distanceAfter?: number;
  /** The record's content differs. */
  readonly differs: boolean;
}

const content = ({ document, fields }: Hit): string => JSON.stringify([document ?? null, fields]);

/** Pairs the hits of two answers by query and id: in the order of the second, then what only the first has. */
export function compareHits(before: Hits | undefined, after: Hits | undefined): readonly HitPair[] {
  const pairs: HitPair[] = [];
  const groups = Math.max(before?.groups.length ?? 0, after?.groups.length ?? 0);
  for (let at = 0; at < groups; at++) {
    const old = new Map(before?.groups[at]?.hits.map((hit, n) => [hit.id, { hit, place: n + 1 }]));
    (after?.groups[at]?.hits ?? []).forEach((hit, n) => {
      const was = old.get(hit.id);
      old.delete(hit.id);
      pairs.push({
        id: hit.id,
        after: n + 1,
        ...(hit.distance !== undefined && { distanceAfter: hit.distance }),
        ...(was !== undefined && { before: was.place }),
        ...(was?.hit.distance !== undefined && { distanceBefore: was.hit.distance }),
        differs: was !== undefined && content(was.hit) !== content(hit),
      });
    });
    for (const { hit, place } of old.values())
      pairs.push({
        id: hit.id,
        before: place,
        ...(hit.distance !== undefined && { distanceBefore: hit.distance }),
        differs: false,
      });
  }
  return pairs;
}
