/* Pieces of protobuf messages by hand (https://protobuf.dev/programming-guides/encoding), right or wrong. */

/** A number as a varint; `extra` bytes longer than it needs. */
export function varint(value: number | bigint, extra = 0): Buffer {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  do {
    bytes.push(Number(left & 0x7fn));
    left >>= 7n;
  } while (left > 0n);
  for (let i = 0; i < extra; i++) bytes.push(0);
  return Buffer.from(bytes.map((byte, i) => (i < bytes.length - 1 ? byte | 0x80 : byte)));
}

export const tag = (number: number, type: number): Buffer => varint((BigInt(number) << 3n) | BigInt(type));

/** A field of a number. */
export const numberField = (number: number, value: number | bigint): Buffer =>
  Buffer.concat([tag(number, 0), varint(value)]);

/** A field of bytes, a text or a message. */
export const field = (number: number, ...content: readonly (string | Uint8Array)[]): Buffer => {
  const bytes = Buffer.concat(content.map((one) => (typeof one === 'string' ? Buffer.from(one) : one)));
  return Buffer.concat([tag(number, 2), varint(bytes.length), bytes]);
};

/** A field that says it is so long, whatever stands in it. */
export const lyingField = (number: number, length: number, content: string | Uint8Array): Buffer =>
  Buffer.concat([tag(number, 2), varint(length), Buffer.from(content)]);

export const join = (...pieces: readonly Uint8Array[]): Buffer => Buffer.concat(pieces);
