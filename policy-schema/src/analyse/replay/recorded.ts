import type { Identity } from '../../operation/identity.ts';
import type { AskedNumber, FieldReference, Operation } from '../../operation/operation.ts';
import type { Target } from '../../operation/target.ts';

/** An operation as it was asked, without any value of the data: what policy decides by, as far as it was recorded. */
export interface RecordedOperation
  extends Omit<Operation, 'connection' | 'topK' | 'page' | 'ids' | 'filter' | 'written'> {
  readonly topK?: RecordedNumber;
  readonly page?: RecordedNumber;
  /** How many ids were named. */
  readonly ids?: number;
  /** Fields that the caller's own filter refers to. */
  readonly filtered?: 'all' | readonly string[];
  /** Fields that were written; what was written into them is not told. */
  readonly written?: readonly string[];
  readonly references: readonly FieldReference[];
  readonly targets: readonly Target[];
}

/** A number that was asked for; null: without end. */
export type RecordedNumber = Omit<AskedNumber, 'value'> & { readonly value: number | null };

/** Who asked, as it was then. */
export type RecordedWho = Pick<Identity, 'issuer' | 'kind' | 'subject' | 'name' | 'groups'> & {
  /** Absent: it was not recorded, and is taken as complete. */
  readonly groupsComplete?: boolean;
  /** Absent: they were not recorded. */
  readonly claims?: Identity['claims'];
};

/** What was decided then, without values. */
export interface RecordedDecision {
  readonly effect: 'allow' | 'deny' | 'require-approval';
  /** Of policy or of the gate. */
  readonly code?: string;
}

/** Something that was asked, by somebody, on a connection: the same for all records that differ in time only. */
export interface RecordedAsk {
  readonly connection: string;
  /** The issuer of bare names on the connection. */
  readonly people: string;
  readonly who: RecordedWho;
  readonly operations: readonly RecordedOperation[];
  readonly decision: RecordedDecision;
}

/** One recorded request. */
export interface RecordedRequest {
  readonly id: string;
  readonly session: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Shared by requests that are alike: what is decided once is not decided again. */
  readonly ask: RecordedAsk;
}
