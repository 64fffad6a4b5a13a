import { isIPv6 } from 'node:net';
import { isAlphanumeric, isDigit, isHex } from './bytes.ts';

/** End of the IPv4 address that begins at `at`, or 0. No further digit or dotted group may follow: versions are no addresses. */
export function findIpv4(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  for (let group = 0; group < 4; group++) {
    const from = i;
    let value = 0;
    while (i < end && isDigit[bytes[i]!] === 1 && i - from < 3) value = value * 10 + bytes[i++]! - 0x30;
    if (i === from || value > 255) return 0;
    if (group < 3 && bytes[i++] !== 0x2e) return 0;
  }
  if (i < end && isAlphanumeric[bytes[i]!] === 1) return 0;
  if (i + 1 < end && bytes[i] === 0x2e && isDigit[bytes[i + 1]!] === 1) return 0;
  return i;
}

/** Longest text of an IPv6 address (RFC 4291 with an embedded IPv4 address). */
const longest = 45;
const inAddress = (byte: number): boolean => isHex[byte] === 1 || byte === 0x3a || byte === 0x2e;

/** The IPv6 address around the colon at `at`, or undefined. Times of day and scope operators are none. */
export function findIpv6(
  bytes: Buffer,
  at: number,
  start: number,
  end: number,
): [number, number] | undefined {
  let from = at;
  while (from > start && at - from < longest && inAddress(bytes[from - 1]!)) from--;
  let to = at;
  while (to < end && to - at < longest && inAddress(bytes[to]!)) to++;
  if (from > start && isAlphanumeric[bytes[from - 1]!] === 1) return undefined;
  if (to < end && isAlphanumeric[bytes[to]!] === 1) return undefined;
  // A sentence may end or go on right behind it.
  while (to > from && (bytes[to - 1] === 0x2e || (bytes[to - 1] === 0x3a && bytes[to - 2] !== 0x3a))) to--;
  if (to - from < 6) return undefined;
  return isIPv6(bytes.toString('latin1', from, to)) ? [from, to] : undefined;
}
