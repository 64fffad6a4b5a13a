import { type JoinedMask, joinMasks, type MaskObligation } from '@vectorgate/policy-schema';
import { findInField, type Wanted } from './find-in-field.ts';
import { findingMark, redactedMark } from './marks.ts';
import type { MaskKeys } from './mask-keys.ts';
import { PatternBudget } from './patterns/pattern-budget.ts';

const mostFields = 1000;

interface Joined {
  readonly masks: readonly MaskObligation[];
  readonly byField: Map<string, JoinedMask | undefined>;
}

/** Joined masks of the lists that bound answers lately, by their first mask. The masks are the policy set's own. */
const joinedLists = new WeakMap<MaskObligation, Joined>();

function joinedOf(masks: readonly MaskObligation[]): Joined['byField'] {
  const [first] = masks;
  if (first === undefined) return new Map();
  const known = joinedLists.get(first);
  if (known?.masks.length === masks.length && known.masks.every((mask, i) => mask === masks[i]))
    return known.byField;
  const byField = new Map<string, JoinedMask | undefined>();
  joinedLists.set(first, { masks, byField });
  return byField;
}

/** What binds one answer: the joined mask of each field, looked up once. */
export class MaskPlan {
  readonly #masks: readonly MaskObligation[];
  readonly #byField: Map<string, JoinedMask | undefined>;
  readonly #names = new Map<string, string | undefined>();
  readonly keys: MaskKeys;
  /** What patterns may still cost this answer. */
  readonly budget: PatternBudget;

  constructor(masks: readonly MaskObligation[], keys: MaskKeys, budget = new PatternBudget()) {
    this.#masks = masks;
    this.#byField = joinedOf(masks);
    this.keys = keys;
    this.budget = budget;
  }

  /** True when any mask binds: then what cannot be parsed is not delivered, and unknown parts are removed. */
  get binds(): boolean {
    return this.#masks.length > 0;
  }

  /** True when some mask hides whole values: those cannot be found again in a free text. */
  get hidesWholeValues(): boolean {
    return this.#masks.some((mask) => mask.detectors === undefined);
  }

  /** The mask of a field path or reserved name; of a field that has both, by its path and then the other. */
  of(field: string, otherName?: string): JoinedMask | undefined {
    const key = otherName === undefined ? field : `${field}\n${otherName}`;
    const known = this.#byField.get(key);
    if (known !== undefined || this.#byField.has(key)) return known;
    const joined = joinMasks(this.#masks, field, otherName);
    // Names of fields are data: they must not pile up.
    if (this.#byField.size >= mostFields) this.#byField.clear();
    this.#byField.set(key, joined);
    return joined;
  }

  /**
   * What stands for the name of a field when the field's own detectors find something in it, whatever else hides its value;
   * undefined where they do not. Under `fields: all` a name may be data as well: `{ "ana@acme.com": true }`.
   */
  hiddenName(
    field: string,
    { inName, detectors = inName?.detectors, patterns = inName?.patterns }: JoinedMask,
  ): string | undefined {
    if (detectors === undefined) return undefined;
    if (this.#names.has(field)) return this.#names.get(field);
    const bytes = Buffer.from(field);
    const found = findInField(
      bytes,
      0,
      bytes.length,
      { detectors, ...(patterns && { patterns }) },
      this.budget,
    );
    const [first] = found ?? [];
    const hidden = found === undefined ? redactedMark : first && findingMark(first.detector);
    this.#names.set(field, hidden);
    return hidden;
  }

  /** All that any mask looks for, to be redacted: for texts that belong to no field. */
  get wanted(): Wanted {
    const patterns = new Map(
      this.#masks.flatMap((mask) => mask.patterns ?? []).map((pattern) => [pattern.name, pattern]),
    );
    return {
      detectors: new Map(
        this.#masks.flatMap((mask) => mask.detectors ?? []).map((name) => [name, { method: 'redact' }]),
      ),
      ...(patterns.size > 0 && { patterns: [...patterns.values()] }),
    };
  }
}
