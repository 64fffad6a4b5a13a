import type { DetectorName } from '@vectorgate/policy-schema';

/** Something that was found in a text; positions in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly detector: DetectorName;
}
