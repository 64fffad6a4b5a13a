import type { JoinedMask, MaskWay } from '@vectorgate/policy-schema';
import { findInNumbers } from './detectors/find-in-numbers.ts';
import { findInText } from './detectors/find-in-text.ts';
import { findPatternsAsRead } from './patterns/find-patterns-as-read.ts';
import { findPatternsInNumbers } from './patterns/find-patterns-in-numbers.ts';
import type { PatternBudget } from './patterns/pattern-budget.ts';

type Detectors = NonNullable<JoinedMask['detectors']>;

/** A piece of text to hide: byte positions, who found it, and how it is hidden. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly detector: string;
  readonly way: MaskWay;
  /** True for a run of encoded text: no part of it may be shown. */
  readonly encoded?: boolean;
}

/** What a field's mask looks for: its detectors, and those of them that are patterns. */
export type Wanted = Pick<JoinedMask, 'patterns'> & { readonly detectors: Detectors };

const redact: MaskWay = { method: 'redact' };

const same = (a: MaskWay, b: MaskWay): boolean =>
  a.method === b.method && a.keepFirst === b.keepFirst && a.keepLast === b.keepLast;

/** Findings in order; those that overlap become one under the name of the longest, redacted where their ways differ. */
function merge(findings: Found[]): Found[] {
  findings.sort((a, b) => a.start - b.start || b.end - a.end || (a.detector < b.detector ? -1 : 1));
  const merged: Found[] = [];
  let longest = 0;
  for (const finding of findings) {
    const length = finding.end - finding.start;
    const last = merged.at(-1);
    if (last === undefined || finding.start >= last.end) {
      merged.push(finding);
      longest = length;
      continue;
    }
    const { detector } = length > longest ? finding : last;
    longest = Math.max(longest, length);
    merged[merged.length - 1] = {
      start: last.start,
      end: Math.max(last.end, finding.end),
      detector,
      way: same(last.way, finding.way) ? last.way : redact,
      ...((last.encoded === true || finding.encoded === true) && { encoded: true }),
    };
  }
  return merged;
}

/**
 * Finds in UTF-8 text what a field's detectors and patterns look for; in order, without overlap. Undefined: it cannot
 * be looked through within its bounds, so all of it must be masked.
 */
export function findInField(
  bytes: Buffer,
  start: number,
  end: number,
  { detectors, patterns }: Wanted,
  budget: PatternBudget,
): readonly Found[] | undefined {
  const personal = findInText(bytes, start, end, detectors).map(
    (finding): Found => ({
      ...finding,
      way: detectors.get(finding.detector)!,
    }),
  );
  if (patterns === undefined) return personal;
  const own = findPatternsAsRead(bytes, start, end, patterns, budget);
  if (own === undefined) return undefined;
  if (own.length === 0) return personal;
  return merge([
    ...personal,
    ...own.map((finding) => ({ ...finding, way: detectors.get(finding.detector)! })),
  ]);
}

/** The same for a JSON number or an array of numbers: who found something. */
export function findInNumberField(
  json: Buffer,
  start: number,
  end: number,
  { detectors, patterns }: Wanted,
  budget: PatternBudget,
): ReadonlySet<string> | undefined {
  const personal = findInNumbers(json, start, end, detectors);
  if (patterns === undefined) return personal;
  const own = findPatternsInNumbers(json, start, end, patterns, budget);
  return own && new Set([...personal, ...own]);
}
