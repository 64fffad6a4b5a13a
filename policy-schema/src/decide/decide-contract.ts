import type { Identity } from '../operation/identity.ts';
import type { Operation } from '../operation/operation.ts';
import type { RequestDecision } from './decision.ts';

/** What policy needs to know of a connection besides its name. */
export interface ConnectionFacts {
  readonly name: string;
  /** The issuer whose names stand bare in rules; names of other issuers are prefixed `issuer:`. */
  readonly people: string;
}

export interface DecideInput {
  readonly identity: Identity;
  readonly connection: ConnectionFacts;
  /** All operations of one request, in order. At least one. */
  readonly operations: readonly Operation[];
  /** Milliseconds since the epoch. */
  readonly instant: number;
}

/** Decides one request. Pure; rates and budgets are charged by the caller afterwards. */
export type Decide = (input: DecideInput) => RequestDecision;
