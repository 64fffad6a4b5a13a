import { GateError } from '../errors/gate-error.ts';

/** Why a text is not JSON that every reader reads alike. Stable. */
export type JsonProblem =
  | 'json-empty'
  | 'json-encoding'
  | 'json-byte-order-mark'
  | 'json-syntax'
  | 'json-duplicate-key'
  | 'json-depth'
  | 'json-size'
  | 'json-surrogate'
  | 'json-control-character'
  | 'json-trailing-data';

/** A JSON text that is refused. `offset` is in bytes; nothing of the text is quoted. */
export class JsonReadError extends GateError {
  constructor(problem: JsonProblem, message: string, offset: number) {
    super(problem, message, { offset });
  }
}
