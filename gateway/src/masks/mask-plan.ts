import {
  type DetectorName,
  type JoinedMask,
  joinMasks,
  type MaskObligation,
} from '@vectorgate/policy-schema';

/** What binds one answer: the joined mask of each field, looked up once. */
export class MaskPlan {
  readonly #masks: readonly MaskObligation[];
  readonly #byField = new Map<string, JoinedMask | undefined>();
  /** Key of the `hash` method. */
  readonly hashKey: Uint8Array;

  constructor(masks: readonly MaskObligation[], hashKey: Uint8Array) {
    this.#masks = masks;
    this.hashKey = hashKey;
  }

  /** True when any mask binds: then what cannot be parsed is not delivered, and unknown parts are removed. */
  get binds(): boolean {
    return this.#masks.length > 0;
  }

  /** True when some mask hides whole values: those cannot be found again in a free text. */
  get hidesWholeValues(): boolean {
    return this.#masks.some((mask) => mask.detectors === undefined);
  }

  /** The mask of a field path or reserved name. */
  of(field: string): JoinedMask | undefined {
    if (!this.#byField.has(field)) this.#byField.set(field, joinMasks(this.#masks, field));
    return this.#byField.get(field);
  }

  /** Every detector that any mask names, for texts that belong to no field. */
  get detectors(): ReadonlySet<DetectorName> {
    return new Set(this.#masks.flatMap((mask) => mask.detectors ?? []));
  }
}
