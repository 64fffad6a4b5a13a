/** Numbers in two halves of 32 bits, as a plain number where that holds them. */
const unsigned = (low: number, high: number): number | bigint => {
  const value = high * 2 ** 32 + low;
  return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(low);
};
const signed = (low: number, high: number): number | bigint => {
  const value = (high | 0) * 2 ** 32 + low;
  return Number.isSafeInteger(value) ? value : BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low));
};

function varint(
  bytes: Buffer,
  start: number,
  read: (low: number, high: number) => number | bigint,
): number | bigint {
  let at = start;
  let byte = bytes[at++]!;
  if (byte < 0x80) return byte;
  let low = byte & 0x7f;
  let high = 0;
  for (let shift = 7; ; shift += 7) {
    byte = bytes[at++]!;
    const part = byte & 0x7f;
    if (shift < 28) low |= part << shift;
    else if (shift === 28) {
      low |= part << 28;
      high = part >>> 4;
    } else high |= part << (shift - 32);
    if (byte < 0x80) return read(low >>> 0, high >>> 0);
  }
}

/** The number without sign that begins at `at` in bytes that were checked: one of 64 bits, as a bigint beyond 2^53 - 1. */
export const unsignedVarint = (bytes: Buffer, at: number): number | bigint => varint(bytes, at, unsigned);

/** The same for a number with a sign. */
export const signedVarint = (bytes: Buffer, at: number): number | bigint => varint(bytes, at, signed);

/** Where the number that begins at `at` ends. */
export function varintEnd(bytes: Buffer, at: number): number {
  let end = at;
  while (bytes[end]! >= 0x80) end++;
  return end + 1;
}
