import { trafficKey } from '../traffic.ts';
import type { Finding, Lint } from './lint.ts';
import { spanOf } from './spans.ts';

/** Permits and refusals that no recorded operation met. */
export const notHit: Lint = {
  needsAll: true,
  *find({ places, surroundings: { traffic, now } }): Iterable<Finding> {
    if (typeof traffic !== 'object') return;
    const met = (key: string): number | undefined => traffic.rules.get(key)?.matched;
    // Where no rule was met at all, that tells nothing of any.
    if (![...traffic.rules.keys()].some(met)) return;
    for (const place of places) {
      const { effect, reference, expires = Number.POSITIVE_INFINITY } = place.compiled;
      const isPermit = effect === 'allow';
      if ((!isPermit && effect !== 'deny') || expires <= now || met(trafficKey(reference)) !== 0) continue;
      yield {
        ...spanOf(place),
        code: 'rule-not-hit',
        message: `The ${isPermit ? 'permit' : 'refusal'} ${reference.rule} matched no recorded operation ${traffic.over}.`,
        remedy: `Correct whom and what it names, or ${isPermit ? 'delete it if nobody needs it' : 'keep it against what may come'}.`,
      };
    }
  },
};
