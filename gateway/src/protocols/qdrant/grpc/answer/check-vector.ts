import { wireType } from '@vectorgate/store-messages/protobuf';
import { AnswerWireError } from './answer-wire-error.ts';
import type { WireReader } from './wire-reader.ts';

/** Fields of `qdrant.VectorOutput` that hold messages: indices, then one dense, one sparse, several dense. */
const [indices, dense, sparse, several] = [2, 101, 102, 103];

/**
 * Walks a `qdrant.VectorOutput` without a look at its numbers: lengths, and that nothing is cut short. What is not known
 * of it stays. Throws `AnswerWireError`.
 */
export function checkVector(wire: WireReader, start: number, end: number): void {
  wire.at = start;
  while (wire.at < end) {
    const tag = wire.tag(end);
    const content = wire.skip(tag, end);
    const to = wire.at;
    const number = tag >>> 3;
    if (number === 1) checkNumbers(tag, to - content);
    else if (number === indices || number === dense || number === sparse || number === several) {
      checkLists(wire, tag, content, to, number);
      wire.at = to;
    }
  }
}

function checkLists(wire: WireReader, tag: number, start: number, end: number, kind: number): void {
  if ((tag & 7) !== wireType.counted)
    throw new AnswerWireError('a vector lies in another way than it should');
  wire.at = start;
  while (wire.at < end) {
    const inner = wire.tag(end);
    const content = wire.skip(inner, end);
    const to = wire.at;
    if (inner >>> 3 === 1 && kind === several) {
      checkLists(wire, inner, content, to, dense);
      wire.at = to;
    } else if (inner >>> 3 === 1 && kind !== indices) checkNumbers(inner, to - content);
  }
}

/** Floats lie four bytes each. */
function checkNumbers(tag: number, length: number): void {
  if ((tag & 7) === wireType.four || ((tag & 7) === wireType.counted && length % 4 === 0)) return;
  throw new AnswerWireError('a vector is no list of numbers');
}
