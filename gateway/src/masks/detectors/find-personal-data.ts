import type { DetectorName } from '@vectorgate/policy-schema';
import { isDigit } from './bytes.ts';
import { isWideSign } from './characters.ts';
import { decodes, mayDecode } from './decoding/decoded-text.ts';
import { DigitGroups } from './digit-groups.ts';
import { findEmail } from './find-email.ts';
import { findIban } from './find-iban.ts';
import { findIpv4, findIpv6 } from './find-ip.ts';
import { findCard, findSsn, saysSsn } from './find-numbers.ts';
import type { Finding, Wanted } from './finding.ts';
import { triggerSearch } from './next-trigger.ts';
import { findPhone } from './phones/find-phone.ts';

/**
 * 1: digit, 2: at sign, 3: percent sign, 4: colon, 5: the first byte of wide at signs, 6: what may stand for something
 * else. Every other byte starts no work.
 */
const triggers = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) if (mayDecode[byte] === 1) triggers[byte] = 6;
for (let byte = 0x30; byte <= 0x39; byte++) triggers[byte] = 1;
triggers[0x40] = 2;
triggers[0x25] = 3;
triggers[0x3a] = 4;
triggers[0xef] = 5;
const nextTrigger = triggerSearch(triggers);

/** Bytes without meaning that are looked at one by one before the search is used. */
const nearby = 12;

const groups = new DigitGroups();

let odd = false;

/** True when the text last looked through holds something that reads otherwise than it is written. */
export const sawOddity = (): boolean => odd;

/** Adds a finding; one that overlaps others becomes one with them, under the name of the longest. */
function add(found: Finding[], start: number, end: number, detector: DetectorName): void {
  let merged: Finding = { start, end, detector };
  for (let last = found.at(-1); last !== undefined && last.end > merged.start; last = found.at(-1)) {
    found.pop();
    const longer = last.end - last.start > merged.end - merged.start ? last : merged;
    merged = {
      start: Math.min(last.start, merged.start),
      end: Math.max(last.end, merged.end),
      detector: longer.detector,
    };
  }
  found.push(merged);
}

/** Where a telephone number's own sign or bracket in front of its digits begins. */
function phoneStart(bytes: Uint8Array, at: number, start: number): number {
  let from = at;
  if (from > start && bytes[from - 1] === 0x28) from--;
  if (from > start && bytes[from - 1] === 0x2b) from--;
  return from;
}

/**
 * Finds personal data in UTF-8 text by one pass over its bytes: only digits, at signs (of any width), percent signs and
 * colons start any work, and each start looks at a bounded piece, so that no text can make it slow.
 *
 * @param wanted the detectors to run; others claim nothing
 * @returns findings in order, without overlap
 */
export function findPersonalData(bytes: Buffer, start: number, end: number, wanted: Wanted): Finding[] {
  const found: Finding[] = [];
  odd = false;
  let quiet = 0;
  for (let i = start; i < end; i++) {
    const trigger = triggers[bytes[i]!]!;
    if (trigger === 0) {
      // What means something comes in clusters: the wide search pays where there was nothing for a while.
      if (++quiet < nearby) continue;
      i = nextTrigger(bytes, i + 1, end) - 1;
      quiet = 0;
      continue;
    }
    quiet = 0;
    if (!odd && trigger !== 1 && mayDecode[bytes[i]!] === 1) odd = decodes(bytes, i, start, end);
    if (trigger === 6) continue;
    if (trigger === 1) {
      i = digits(bytes, i, start, end, wanted, found) - 1;
    } else if (trigger === 4) {
      if (!wanted.has('ip')) continue;
      const address = findIpv6(bytes, i, start, end);
      if (address === undefined) continue;
      add(found, address[0], address[1], 'ip');
      i = address[1] - 1;
    } else if (wanted.has('email')) {
      const written = trigger === 3 && bytes[i + 1] === 0x34 && bytes[i + 2] === 0x30;
      if (trigger === 3 && !written) continue;
      if (trigger === 5 && !isWideSign(bytes, i)) continue;
      const email = findEmail(bytes, i, trigger === 2 ? 1 : 3, start, end);
      if (email === undefined) continue;
      add(found, email[0], email[1], 'email');
      i = email[1] - 1;
    }
  }
  return found;
}

/** Looks at the digit group at `at` and those after it; returns where to go on. */
function digits(
  bytes: Buffer,
  at: number,
  start: number,
  end: number,
  wanted: Wanted,
  found: Finding[],
): number {
  let run = at;
  while (run < end && isDigit[bytes[run]!] === 1) run++;
  if (wanted.has('iban')) {
    const to = findIban(bytes, at, start, end);
    if (to > 0) {
      add(found, at - 2, to, 'iban');
      return to;
    }
  }
  if (
    wanted.has('ip') &&
    run - at <= 3 &&
    bytes[run] === 0x2e &&
    !(at - 2 >= start && bytes[at - 1] === 0x2e && isDigit[bytes[at - 2]!] === 1)
  ) {
    const to = findIpv4(bytes, at, end);
    if (to > 0) {
      add(found, at, to, 'ip');
      return to;
    }
  }
  groups.read(bytes, at, end);
  // Too few for any number below.
  if (groups.digits < 7) return run;
  // A plus sign says that it is a telephone number, whatever its check digit.
  if (at > start && bytes[at - 1] === 0x2b) {
    const to = wanted.has('phone') ? phone(bytes, at, start, end, found) : 0;
    if (to > 0) return to;
  }
  if (wanted.has('us-ssn') && findSsn(bytes, groups, 0)) {
    add(found, at, groups.ends[2]!, 'us-ssn');
    return groups.ends[2]!;
  }
  if (wanted.has('us-ssn') && run - at === 9 && saysSsn(bytes, at, start)) {
    add(found, at, run, 'us-ssn');
    return run;
  }
  if (wanted.has('credit-card')) {
    const last = findCard(bytes, groups, 0);
    if (last >= 0) {
      add(found, at, groups.ends[last]!, 'credit-card');
      return groups.ends[last]!;
    }
  }
  const to = wanted.has('phone') ? phone(bytes, at, start, end, found) : 0;
  return to > 0 ? to : run;
}

/** Adds the telephone number that begins with the groups just read; returns its end, or 0. */
function phone(bytes: Buffer, at: number, start: number, end: number, found: Finding[]): number {
  const to = findPhone(bytes, groups, start, end);
  if (to > 0) add(found, phoneStart(bytes, at, start), to, 'phone');
  return to;
}
