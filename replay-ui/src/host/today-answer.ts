import type { DecidedAgain } from '@vectorgate/policy-schema/again';

/** What one set of policies says today of a recorded request; `cannot` where it says nothing, with the remedy. */
export type TodayAnswer = {
  /** Whose policies these are, e.g. `in force at gateway.example.com`. */
  readonly by: string;
} & ({ readonly decided: DecidedAgain } | { readonly cannot: string });
