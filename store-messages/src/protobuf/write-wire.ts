import { Buffer } from 'node:buffer';
import type { FieldPlan, MessagePlan } from './message-plan.ts';

/** A varint of a whole number from -2^63 to 2^64 - 1. */
export function varintBytes(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

const tag = ({ number, wire }: FieldPlan): Buffer => varintBytes(number * 8 + wire);

/** A record of a field whose value has a length: a text or a message. */
export const countedRecord = (field: FieldPlan, value: Uint8Array): Buffer =>
  Buffer.concat([tag(field), varintBytes(value.length), value]);

/** A record of a whole number, of true or of false. */
export const varintRecord = (field: FieldPlan, value: number | bigint): Buffer =>
  Buffer.concat([tag(field), varintBytes(value)]);

/** A record of a number of 64 bits with a point. */
export function doubleRecord(field: FieldPlan, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([tag(field), bytes]);
}

/** A field of a plan by its name. @throws TypeError for one that is not there: a mistake of ours */
export function fieldOf(plan: MessagePlan, name: string): FieldPlan {
  const field = plan.byName.get(name);
  if (field === undefined) throw new TypeError(`${plan.name} has no field ${name}`);
  return field;
}
