import type { MaskMethod, MaskObligation, MaskPattern, RuleReference } from './decision.ts';
import { matchesFieldPath } from './field-path.ts';

/** One way of masking a value, or what a detector finds in it. */
export interface MaskWay {
  readonly method: MaskMethod;
  readonly keepFirst?: number;
  readonly keepLast?: number;
}

/** All masks of one field joined (combining, point 5). Either `whole` or `detectors` is there. */
export interface JoinedMask {
  readonly whole?: MaskWay;
  readonly detectors?: ReadonlyMap<string, MaskWay>;
  /** Those of the detectors that are patterns of policies. */
  readonly patterns?: readonly MaskPattern[];
  /** Beside `whole`, which hides the value alone: what is looked for in the field's name, which may be data as well. */
  readonly inName?: Required<Pick<JoinedMask, 'detectors'>> & Pick<JoinedMask, 'patterns'>;
  readonly rules: readonly RuleReference[];
}

const redact: MaskWay = Object.freeze({ method: 'redact' });

const wayOf = ({ method, keepFirst, keepLast }: MaskObligation): MaskWay => ({
  method,
  ...(keepFirst !== undefined && { keepFirst }),
  ...(keepLast !== undefined && { keepLast }),
});

/** Whether two ways leave the same of a value. */
export const sameWay = (a: MaskWay, b: MaskWay): boolean =>
  a.method === b.method && a.keepFirst === b.keepFirst && a.keepLast === b.keepLast;

/** Equal ones stay; `drop` beats `nullify` beats the others; any other pair becomes `redact`. */
export const joinWays = (a: MaskWay | undefined, b: MaskWay): MaskWay => {
  if (a === undefined || sameWay(a, b)) return b;
  for (const method of ['drop', 'nullify'] as const) {
    if (a.method === method || b.method === method) return { method };
  }
  return redact;
};

/** Whether a mask reaches a field that may have two names: either names it, and either excepts it. */
function reaches(fields: MaskObligation['fields'], path: string, otherName: string | undefined): boolean {
  const reached = matchesFieldPath(fields, path);
  if (otherName === undefined) return reached;
  const other = matchesFieldPath(fields, otherName);
  return 'paths' in fields ? reached || other : reached && other;
}

/**
 * What is to be done to the value at a field path, or undefined when no mask reaches it. `otherName`: a reserved name of
 * the same field, which masks may use as well. The order of the masks does
 * not matter. Work on a value's type (a method that does not fit it, how much `partial` may show) is the masker's.
 */
export function joinMasks(
  masks: readonly MaskObligation[],
  fieldPath: string,
  otherName?: string,
): JoinedMask | undefined {
  let whole: MaskWay | undefined;
  let detectors: Map<string, MaskWay> | undefined;
  const patterns = new Map<string, MaskPattern>();
  let mixed = false;
  let rules: RuleReference[] | undefined;
  for (const mask of masks) {
    if (!reaches(mask.fields, fieldPath, otherName)) continue;
    rules ??= [];
    if (!rules.includes(mask.rule)) rules.push(mask.rule);
    const way = wayOf(mask);
    if (mask.detectors === undefined) {
      whole = joinWays(whole, way);
      continue;
    }
    detectors ??= new Map();
    for (const name of mask.detectors) {
      const before = detectors.get(name);
      // Two ways for one detector: neither is safe beside the other, so the whole field goes.
      if (before !== undefined && !sameWay(before, way)) mixed = true;
      detectors.set(name, way);
    }
    for (const pattern of mask.patterns ?? []) patterns.set(pattern.name, pattern);
  }
  if (rules === undefined) return undefined;
  if (whole !== undefined && (detectors !== undefined || mixed)) whole = joinWays(whole, redact);
  if (whole === undefined && mixed) whole = redact;
  if (detectors === undefined) return { whole: whole!, rules };
  const looked = { detectors, ...(patterns.size > 0 && { patterns: [...patterns.values()] }) };
  return whole === undefined ? { ...looked, rules } : { whole, inName: looked, rules };
}
