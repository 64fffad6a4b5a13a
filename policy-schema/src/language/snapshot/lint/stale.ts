import type { Finding, Lint } from '../../lint/lint.ts';
import { scalarIn, specOf } from '../snapshot-nodes.ts';

const days = 30;

/** A snapshot that may no longer be so. */
export const stale: Lint = {
  *find({ snapshot, surroundings: { now } }): Iterable<Finding> {
    const source = snapshot && specOf(snapshot)?.source;
    const taken = scalarIn(source?.nodeAt(['metadata']), 'taken');
    const at = Date.parse(String(taken?.value));
    if (taken === undefined || !(now - at > days * 86_400_000)) return;
    const [start, end] = taken.range;
    yield {
      start,
      end,
      code: 'catalogue-stale',
      message: `The snapshot is of ${new Date(at).toISOString().slice(0, 10)}, more than ${days} days ago: names may be there that it lacks.`,
      remedy: 'Save it anew: vectorgate policy catalogue, with --save.',
    };
  },
};
