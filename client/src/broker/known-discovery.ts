import { type Discovery, discover } from '../discovery/discover.ts';

/** In milliseconds. */
const freshFor = 30_000;
const askAgainAfter = 3_000;

/**
 * What a gateway says of itself, asked at most every half minute; the last known while it does not answer. Throws
 * `ClientError` when it never answered.
 */
export function knownDiscovery(gateway: string, now: () => number = Date.now): () => Promise<Discovery> {
  let known: Discovery | undefined;
  let askAfter = Number.NEGATIVE_INFINITY;
  let asking: Promise<Discovery> | undefined;
  const ask = async (): Promise<Discovery> => {
    try {
      known = await discover(gateway);
      askAfter = now() + freshFor;
      return known;
    } catch (error) {
      if (known === undefined) throw error;
      askAfter = now() + askAgainAfter;
      return known;
    }
  };
  return () => {
    if (known !== undefined && now() < askAfter) return Promise.resolve(known);
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}
