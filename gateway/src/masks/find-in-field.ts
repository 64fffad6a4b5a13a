import type { JoinedMask, MaskWay } from '@vectorgate/policy-schema';
import { findInNumbers } from './detectors/find-in-numbers.ts';
import { findInText } from './detectors/find-in-text.ts';
import { mergeFindings } from './detectors/merge-findings.ts';
import { redactedMark } from './marks.ts';
import { partialText } from './partial-text.ts';
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

const alike = new WeakMap<Detectors, boolean>();

/** Whether all that is found is hidden in one way, which shows none of it. */
function hidesAlike(detectors: Detectors): boolean {
  const known = alike.get(detectors);
  if (known !== undefined) return known;
  const [first, ...others] = detectors.values();
  const found = first !== undefined && first.method !== 'partial' && others.every((way) => same(way, first));
  alike.set(detectors, found);
  return found;
}

/**
 * How findings that overlap are hidden together, so that no mask beside another shows what the other hides alone:
 * redacted where their ways differ, and where not each of them alone would show the ends that are shown.
 */
function wayOf(bytes: Buffer, { start, end }: Found, group: readonly Found[]): MaskWay {
  const [{ detector, way }] = group as readonly [Found];
  if (!group.every((one) => same(one.way, way))) return redact;
  if (way.method !== 'partial' || group.every((one) => one.detector === detector)) return way;
  const { keepFirst = 0, keepLast = 0 } = way;
  const shows = (one: Found): boolean =>
    (keepFirst === 0 || one.start === start) &&
    (keepLast === 0 || one.end === end) &&
    partialText(bytes.toString('utf8', one.start, one.end), keepFirst, keepLast) !== redactedMark;
  return group.every(shows) ? way : redact;
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
  const found = findInText(bytes, start, end, detectors, hidesAlike(detectors)).map(
    (finding): Found => ({
      ...finding,
      way: detectors.get(finding.detector)!,
    }),
  );
  if (patterns !== undefined) {
    const own = findPatternsAsRead(bytes, start, end, patterns, budget);
    if (own === undefined) return undefined;
    for (const finding of own) found.push({ ...finding, way: detectors.get(finding.detector)! });
  }
  return mergeFindings(found, (one, group) => ({ ...one, way: wayOf(bytes, one, group) }));
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
