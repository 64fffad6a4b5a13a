import { varintBytes, wireType } from '@vectorgate/store-messages/protobuf';

const tag = (number: number, type: number): Buffer => varintBytes(number * 8 + type);

/** A field whose value has a length: a text, a message or a list of numbers. */
export const counted = (number: number, value: Uint8Array): Buffer =>
  Buffer.concat([tag(number, wireType.counted), varintBytes(value.length), value]);

/** A field of any way to lie. `value`: its bytes, without a length before them. */
export const record = (number: number, type: number, value: Uint8Array): Buffer =>
  type === wireType.counted ? counted(number, value) : Buffer.concat([tag(number, type), value]);

export function floatBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

export function doubleBytes(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}
