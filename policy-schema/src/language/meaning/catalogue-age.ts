import type { Surroundings } from '../surroundings.ts';

const spans = [
  [86_400_000, 'day', 'days'],
  [3_600_000, 'h', 'h'],
  [60_000, 'min', 'min'],
] as const;

/** How long ago something was, in words. */
export function ago(milliseconds: number): string {
  for (const [length, one, several] of spans) {
    const count = Math.floor(milliseconds / length);
    if (count >= 1) return `${count} ${count === 1 ? one : several} ago`;
  }
  return 'just now';
}

/**
 * What names are checked against, in a few words, for the line over a file; undefined where there is nothing to say: a
 * catalogue that was written by hand has no age.
 */
export function catalogueAge({ catalogue, now }: Surroundings): string | undefined {
  const isThere = catalogue?.connections.some(({ collections }) => collections !== undefined);
  if (catalogue === undefined || !isThere) return 'no catalogue';
  if (catalogue.taken === undefined) return undefined;
  const age = ago(now - catalogue.taken);
  if (catalogue.live) return `live catalogue, ${age}`;
  return age === 'just now' ? 'catalogue of just now' : `catalogue of ${age}`;
}
