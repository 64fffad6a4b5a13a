import type { DigitGroups } from './digit-groups.ts';

/** Luhn's check over the digits of groups `from` to `to`. */
function luhn(bytes: Uint8Array, groups: DigitGroups, from: number, to: number): boolean {
  let sum = 0;
  let place = 0;
  let first = -1;
  let same = true;
  for (let group = to; group >= from; group--) {
    for (let i = groups.ends[group]! - 1; i >= groups.starts[group]!; i--) {
      let digit = bytes[i]! - 0x30;
      if (first < 0) first = digit;
      else if (digit !== first) same = false;
      if (place++ % 2 === 1) {
        digit *= 2;
        if (digit > 9) digit -= 9;
      }
      sum += digit;
    }
  }
  return sum % 10 === 0 && !same;
}

/**
 * Whether groups are as cards are written (4-4-4-4, 4-6-5, 6-13, 8-8). Asked where dots and wide gaps stand between
 * them: dates, decimals and columns of figures stand so too, and one in ten would pass the check digit.
 */
function groupedAsCard(groups: DigitGroups, from: number, to: number): boolean {
  if (to === from + 1) return groups.length(from) >= 6 && groups.length(to) >= 6;
  if (groups.length(from) < 4) return false;
  for (let group = from + 1; group < to; group++) if (groups.length(group) < 3) return false;
  return true;
}

/** A payment card number (ISO/IEC 7812, 13 to 19 digits, Luhn) that begins with group `from`: its last group, or -1. */
export function findCard(bytes: Uint8Array, groups: DigitGroups, from: number): number {
  let digits = 0;
  let found = -1;
  for (let group = from; group < groups.count; group++) {
    digits += groups.length(group);
    if (digits > 19) break;
    if (digits < 13 || (groups.isLoose(from, group) && !groupedAsCard(groups, from, group))) continue;
    if (luhn(bytes, groups, from, group)) found = group;
  }
  return found;
}

/** Whether the same separator stands before a group and the next: `123.45 6789` is an amount and a number. */
function sameGaps(bytes: Uint8Array, groups: DigitGroups, group: number): boolean {
  const at = groups.ends[group - 1]!;
  const next = groups.ends[group]!;
  const length = groups.starts[group]! - at;
  if (groups.starts[group + 1]! - next !== length) return false;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== bytes[next + i]) return false;
  return true;
}

/** A US social security number 3-2-4 that begins with group `from` (no area 000, 666 or 9xx, no zero group or serial). */
export function findSsn(bytes: Uint8Array, groups: DigitGroups, from: number): boolean {
  if (from + 2 >= groups.count) return false;
  if (groups.length(from) !== 3 || groups.length(from + 1) !== 2 || groups.length(from + 2) !== 4)
    return false;
  if (groups.isLoose(from, from + 2) && !sameGaps(bytes, groups, from + 1)) return false;
  const value = (group: number): number => {
    let n = 0;
    for (let i = groups.starts[group]!; i < groups.ends[group]!; i++) n = n * 10 + bytes[i]! - 0x30;
    return n;
  };
  const area = value(from);
  return area !== 0 && area !== 666 && area < 900 && value(from + 1) !== 0 && value(from + 2) !== 0;
}

/** True when the text before nine digits side by side says that they are a social security number. */
export function saysSsn(bytes: Buffer, at: number, start: number): boolean {
  return /(?:\bssn|social security|soc\.? ?sec)[^0-9]*$/i.test(
    bytes.toString('latin1', Math.max(start, at - 40), at),
  );
}
