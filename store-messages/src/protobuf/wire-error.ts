import { MessageError } from '../errors/message-error.ts';

/** Why bytes are not a message that every reader reads alike. Stable. */
export type WireProblem =
  /** A varint of more than ten bytes, beyond 64 bits, or longer than its value needs. */
  | 'wire-varint'
  /** A field number outside of 1 to 536,870,911. */
  | 'wire-field-number'
  /** Wire types 3, 4, 6 and 7. */
  | 'wire-group'
  /** A field in another wire type than its own. */
  | 'wire-type'
  /** A length that reaches past the end of the message around it. */
  | 'wire-length'
  | 'wire-unknown-field'
  /** A singular field that stands twice, or two members of one oneof. */
  | 'wire-duplicate-field'
  | 'wire-duplicate-key'
  | 'wire-encoding'
  | 'wire-unknown-enum'
  /** A number that its field cannot hold. */
  | 'wire-range'
  | 'wire-depth'
  | 'wire-size';

/** A protobuf message that is refused. Its message names the fault, without a full stop; nothing of the bytes is quoted. */
export class WireError extends MessageError {
  /** Bytes before the fault. */
  readonly offset: number;

  constructor(problem: WireProblem, message: string, offset: number) {
    super(problem, message);
    this.offset = offset;
  }
}
