/** Bytes of what stands before a message: a flag that says whether it is compressed, and four bytes of length. */
export const prefixBytes = 5;

/** What stands before a message of so many bytes, not compressed. */
export function messagePrefix(length: number): Buffer {
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt32BE(length, 1);
  return prefix;
}
