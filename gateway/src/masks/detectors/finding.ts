import type { DetectorName } from '@vectorgate/policy-schema';

/** The detectors to run: a set of them, or a map by them. */
export type Wanted = Pick<ReadonlySet<DetectorName>, 'has'>;

/** A piece of text that a detector found; byte positions. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly detector: DetectorName;
  /** True for a run of encoded text that says personal data among else: no part of it may be shown. */
  readonly encoded?: boolean;
}
