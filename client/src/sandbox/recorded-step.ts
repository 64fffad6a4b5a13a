import type { GrpcAnswer } from './answers/grpc-answer.ts';
import type { HttpAnswer } from './answers/http-answer.ts';
import type { CallBody } from './body/call-body.ts';

/** A call as its client sent it. */
export interface RecordedLine {
  /** Of gRPC it is `gRPC`. */
  readonly method: string;
  /** Path and query. Over gRPC the query is what REST has in an address. */
  readonly target: string;
}

/** One recorded call, and what answers it. */
export interface RecordedStep {
  /** From 1, in the order of the recording. */
  readonly number: number;
  /** The decision's id. */
  readonly id: string;
  readonly connection: string;
  readonly store: string;
  /** What was asked, for people. */
  readonly asked: string;
  /** It changes what is stored, so no second answer may be made of one. */
  readonly changes: boolean;
  /** The store's name as the program wrote it, host:port; absent where that is not known. */
  readonly name?: string;
  /** Absent where it cannot be known again: `missing` says why. */
  readonly line?: RecordedLine;
  readonly body?: CallBody;
  readonly answer?: HttpAnswer | GrpcAnswer;
  /** What the gate had changed without refusing, in one line. */
  readonly notice?: string;
  /** Why this step answers nothing: one sentence. */
  readonly missing?: string;
}
