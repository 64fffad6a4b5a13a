import type { RecordedOperation } from '../records/record-header.ts';

/** A recorded request as a call of the store's own client. */
export interface ClientCall {
  /** Whose: `chromadb`, `qdrant-client`. */
  readonly client: string;
  readonly language: 'python';
  /** Ready to be copied. */
  readonly text: string;
}

/** What a call is made of. */
export interface CallSource {
  readonly operation: RecordedOperation;
  /** The request's body, parsed; undefined where the operation has none. */
  readonly body: unknown;
}
