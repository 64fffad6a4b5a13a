import { isDigit, isLetter } from '../bytes.ts';
import type { DigitGroups } from '../digit-groups.ts';
import { findCard, findSsn } from '../find-numbers.ts';
import { announced } from './announced.ts';
import { extensionEnd } from './extension-end.ts';
import { phonePlans, shapeOf } from './phone-plans.ts';

/** Most digits after the plus sign (E.164). */
const mostDigits = 15;

/**
 * A telephone number that begins with the first group: its end, or 0. International (`+`, `00` or `011` in front, by the
 * lengths of that country's numbers), national with a trunk 0, North American 3-3-4, national of the countries that
 * are known by its groups and leading digits, or any of 7 to 15 digits that a word before announces.
 */
export function findPhone(bytes: Buffer, groups: DigitGroups, start: number, end: number): number {
  const last = lastGroup(bytes, groups, start);
  if (last < 0) return 0;
  const to = groups.ends[last]!;
  return to < end ? extensionEnd(bytes, to, end) : to;
}

function lastGroup(bytes: Buffer, groups: DigitGroups, start: number): number {
  const at = groups.starts[0]!;
  const plus = at > start && bytes[at - 1] === 0x2b;
  const zeros = plus ? 0 : leadingZeros(bytes, groups);
  const exit = zeros === 1 && groups.length(0) === 3 && bytes[at + 1] === 0x31 && bytes[at + 2] === 0x31;
  if (plus || zeros === 2 || exit) {
    const last = international(bytes, groups, plus ? 0 : exit ? 3 : 2);
    if (last >= 0 && !isGlued(bytes, groups, last)) return last;
  }
  let digits = 0;
  let longest = -1;
  let longestDigits = 0;
  for (let group = 0; group < groups.near; group++) {
    digits += groups.length(group);
    if (digits > mostDigits) break;
    // A card or social security number right behind is not part of it, or half of it would stay to be seen.
    if (group > 0 && beginsOther(bytes, groups, group, groups.digits - digits + groups.length(group))) break;
    longest = group;
    longestDigits = digits;
  }
  // Too short for anything below, whatever is said.
  if (longestDigits < 7 || isGlued(bytes, groups, longest)) return -1;
  if (zeros === 1 && longest > 0 && longestDigits >= 9 && longestDigits <= 12 && groups.length(0) <= 5)
    return isDate(bytes, groups) ? -1 : longest;
  const area = groups.length(0) === 1 && bytes[at] === 0x31 ? 1 : 0;
  if (
    area + 2 < groups.near &&
    groups.length(area) === 3 &&
    groups.length(area + 1) === 3 &&
    groups.length(area + 2) === 4
  ) {
    return area + 2;
  }
  if (isDate(bytes, groups)) return -1;
  const said = announced(bytes, at, start);
  if (said > 0) return longest;
  return said < 0 || isLetter[bytes[at - 1] ?? 0] === 1 ? -1 : national(bytes, groups, longest, zeros);
}

/** Whether a card or social security number begins with a group; `left`: digits from there on. */
const beginsOther = (bytes: Buffer, groups: DigitGroups, group: number, left: number): boolean =>
  (left >= 13 && findCard(bytes, groups, group) >= 0) || (left >= 9 && findSsn(bytes, groups, group));

/** A letter right behind: an identifier, and no number. */
function isGlued(bytes: Uint8Array, groups: DigitGroups, last: number): boolean {
  const next = bytes[groups.ends[last]!];
  // An `x` begins an extension.
  return next !== undefined && isLetter[next] === 1 && (next | 0x20) !== 0x78;
}

/** The last group of an international number: the longest that its country has. `skip`: digits before the code. */
function international(bytes: Buffer, groups: DigitGroups, skip: number): number {
  let digits = 0;
  let seen = 0;
  let code = 0;
  let codeDigits = 0;
  let lengths = 0;
  let best = -1;
  let longest = -1;
  let longestDigits = 0;
  for (let group = 0; group < groups.count; group++) {
    const from = groups.starts[group]!;
    const to = groups.ends[group]!;
    if (group >= groups.near && (best >= 0 || lengths === 0)) break;
    if (group > 0 && beginsOther(bytes, groups, group, groups.digits - seen)) break;
    seen += to - from;
    // The trunk 0 in brackets is not dialled from abroad.
    const trunk = to - from === 1 && bytes[from] === 0x30 && bytes[from - 1] === 0x28;
    for (let i = from; i < to && !trunk; i++) {
      digits++;
      if (digits <= skip || lengths !== 0 || codeDigits === 3) continue;
      code = code * 10 + bytes[i]! - 0x30;
      codeDigits++;
      lengths = phonePlans().lengthsAfter(code);
    }
    if (digits - skip > mostDigits) break;
    if (group < groups.near) {
      longest = group;
      longestDigits = digits;
    }
    const national = digits - skip - codeDigits;
    if (lengths !== 0 && national > 0 && ((lengths >> national) & 1) === 1) best = group;
  }
  if (best >= 0 && (skip === 0 || longestDigits >= 9)) return best;
  return longestDigits >= skip + 7 ? longest : -1;
}

/** The last group of a number that a country known here writes so; -1: none does. */
function national(bytes: Buffer, groups: DigitGroups, longest: number, zeros: number): number {
  if (longest === 0 && zeros !== 1) return -1;
  if (isFigure(bytes, groups, longest)) return -1;
  const lengths: number[] = [];
  for (let group = 0; group <= longest && group < 6; group++) lengths.push(groups.length(group));
  for (let last = lengths.length - 1; last >= 0; last--) {
    const count = lengths.slice(0, last + 1);
    const digits = count.reduce((sum, length) => sum + length, 0);
    if (digits < 8 || (last === 0 && zeros !== 1)) break;
    if (digits > 12 || (digits === 8 && last < 2)) continue;
    let text = '';
    for (let group = 0; group <= last; group++)
      text += bytes.toString('latin1', groups.starts[group]!, groups.ends[group]!);
    if (phonePlans().isNational(text, shapeOf(count))) return last;
  }
  return -1;
}

/** Groups as amounts have them: `2 345 678`, a part of `1.000.000.000`, or dots among other separators. */
function isFigure(bytes: Uint8Array, groups: DigitGroups, longest: number): boolean {
  const at = groups.starts[0]!;
  if (isDigit[bytes[at - 2] ?? 0] === 1 && isLetter[bytes[at - 1] ?? 0] === 0) return true;
  let thousands = longest > 0 && groups.length(0) <= 2;
  let dots = 0;
  for (let group = 1; group <= longest; group++) {
    if (groups.length(group) !== 3) thousands = false;
    if (bytes[groups.ends[group - 1]!] === 0x2e) dots++;
  }
  return thousands || (dots > 0 && dots < longest);
}

/** Zeros in front of a number: 2 before a country, 1 before an area, 3 and more before nothing that can be called. */
function leadingZeros(bytes: Buffer, groups: DigitGroups): number {
  let zeros = 0;
  for (let group = 0; group < groups.near; group++) {
    for (let i = groups.starts[group]!; i < groups.ends[group]!; i++) {
      if (bytes[i] !== 0x30) return zeros;
      if (++zeros > 2) return zeros;
    }
  }
  return zeros;
}

/** Groups as a date has them: 2024-01-15 or 15/01/2024. No year begins with 0. */
function isDate(bytes: Uint8Array, groups: DigitGroups): boolean {
  if (groups.near < 3) return false;
  const a = groups.length(0);
  const b = groups.length(1);
  const c = groups.length(2);
  if (a === 4 && b <= 2 && c <= 2) return bytes[groups.starts[0]!] !== 0x30;
  return a <= 2 && b <= 2 && c === 4 && bytes[groups.starts[2]!] !== 0x30;
}
