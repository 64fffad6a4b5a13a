import { wireType } from '@vectorgate/store-messages/protobuf';
import { AnswerWireError } from './answer-wire-error.ts';
import type { JsonWriter } from './json-writer.ts';
import { find, type WireReader } from './wire-reader.ts';

/** `google.protobuf.Timestamp` as REST writes it: UTC, to the second. */
export function writeInstant(wire: WireReader, json: JsonWriter, start: number, end: number): void {
  const spans = wire.fields(start, end);
  const at = find(spans, 1);
  let seconds = 0;
  if (at >= 0) {
    if ((spans[at]! & 7) !== wireType.varint)
      throw new AnswerWireError('a value lies in another way than it should');
    wire.at = spans[at + 2]!;
    wire.varint(end);
    seconds = wire.high * 0x1_0000_0000 + (wire.low >>> 0);
  }
  const date = new Date(seconds * 1000);
  json.raw(Number.isNaN(date.getTime()) ? 'null' : `"${date.toISOString().slice(0, -5)}"`);
}

/** `qdrant.OptimizerStatus`: whether all is well, and otherwise why not. */
export function writeOptimizers(wire: WireReader, json: JsonWriter, start: number, end: number): void {
  const spans = wire.fields(start, end);
  const [ok, error] = [find(spans, 1), find(spans, 2)];
  wire.at = ok < 0 ? start : spans[ok + 2]!;
  if (ok >= 0) wire.varint(end);
  if (ok >= 0 && wire.low === 1) {
    json.raw('"ok"');
    return;
  }
  json.raw('{"error":');
  if (error < 0) json.raw('""');
  else json.text(spans[error + 2]!, spans[error + 3]!);
  json.raw('}');
}
