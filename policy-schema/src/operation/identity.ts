import type { Scalar } from './filter.ts';

export type ClaimType = 'string' | 'number' | 'boolean' | 'string-list';

/** Who asks, as the issuer's configuration lets policy see it. Nothing undeclared is in `claims`. */
export interface Identity {
  /** The configured name of the issuer, e.g. `people` or `ci`. */
  readonly issuer: string;
  readonly kind: 'person' | 'service';
  readonly subject: string;
  /** For people to read; never matched by policy. */
  readonly name?: string;
  readonly groups: readonly string[];
  /** False when the issuer may have left groups out: absence from a group is then unknown, not no. */
  readonly groupsComplete: boolean;
  /** Declared claims that are present and of their declared type. */
  readonly claims: Readonly<Record<string, Scalar | readonly string[]>>;
  /** Every declared claim with its type, present or not. */
  readonly declared: Readonly<Record<string, ClaimType>>;
}
