import type { DetectorName } from '@vectorgate/policy-schema';

/** A piece of text that somebody found; byte positions. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly detector: string;
  readonly encoded?: boolean;
}

/** Of findings of one piece the name: what a check digit or a form proves, before what may be many things. */
const surest: readonly DetectorName[] = [
  'iban',
  'ip',
  'us-ssn',
  'credit-card',
  'email',
  'phone',
  'street-address',
  'person-name',
  'place',
];
const rank = (detector: string): number => {
  const place = surest.indexOf(detector as DetectorName);
  return place < 0 ? surest.length : place;
};

const inOrder = (a: Piece, b: Piece): number =>
  a.start - b.start ||
  b.end - a.end ||
  rank(a.detector) - rank(b.detector) ||
  (a.detector < b.detector ? -1 : 1);

function isApart(findings: readonly Piece[]): boolean {
  for (let i = 1; i < findings.length; i++) if (findings[i]!.start < findings[i - 1]!.end) return false;
  return true;
}

/**
 * Findings in order; those that overlap become one, under the name of the longest.
 *
 * @param join what the one is like that stands for a group of several; it comes with the group's place and name
 */
export function mergeFindings<F extends Piece>(
  findings: F[],
  join: (one: F, group: readonly F[]) => F = (one) => one,
): readonly F[] {
  if (isApart(findings)) return findings;
  findings.sort(inOrder);
  const merged: F[] = [];
  let first = 0;
  while (first < findings.length) {
    let { end } = findings[first]!;
    let after = first + 1;
    while (after < findings.length && findings[after]!.start < end)
      end = Math.max(end, findings[after++]!.end);
    merged.push(after === first + 1 ? findings[first]! : together(findings.slice(first, after), end, join));
    first = after;
  }
  return merged;
}

function together<F extends Piece>(
  group: readonly F[],
  end: number,
  join: (one: F, group: readonly F[]) => F,
): F {
  let longest = group[0]!;
  for (const one of group) if (one.end - one.start > longest.end - longest.start) longest = one;
  const encoded = group.some((one) => one.encoded === true);
  return join({ ...longest, start: group[0]!.start, end, ...(encoded && { encoded }) }, group);
}
