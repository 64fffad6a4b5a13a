import { gapAt, isDigit } from './bytes.ts';
import { isWideSign } from './characters.ts';
import { decodes, mayDecode } from './decoding/decoded-text.ts';
import { DigitGroups } from './digit-groups.ts';
import { findEmail } from './find-email.ts';
import { findIban } from './find-iban.ts';
import { findIpv4, findIpv6 } from './find-ip.ts';
import { findCard, findSsn, saysSsn } from './find-numbers.ts';
import type { Finding, Wanted } from './finding.ts';
import { triggerSearch } from './next-trigger.ts';
import { extensionEnd } from './phones/extension-end.ts';
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

/**
 * Up to where each detector has found something. Each has a place of its own and looks at the whole text: what one
 * finds never takes from what another finds alone.
 */
const done = { email: 0, phone: 0, card: 0, iban: 0, ssn: 0, ip: 0 };

/** Whether no digits before `to` are read as one number with digits behind it. */
function endsAt(bytes: Buffer, to: number, end: number): boolean {
  if (to >= end) return true;
  let next = bytes[to] === 0x29 ? to + 1 : to;
  next += gapAt(bytes, next, end);
  if (bytes[next] === 0x28) next++;
  return next >= end || isDigit[bytes[next]!] === 0;
}

/** Whether what begins before `to` ends before it as well: no number goes on, and no extension stands there. */
const isWhole = (bytes: Buffer, to: number, end: number, wanted: Wanted): boolean =>
  endsAt(bytes, to, end) && (!wanted.has('phone') || extensionEnd(bytes, to, end) === to);

/**
 * Goes on behind something found, up to `to`: where all is hidden alike, what begins inside it and cannot end outside
 * need not be known. Whether it reads otherwise is still seen.
 */
function past(bytes: Buffer, run: number, to: number, start: number, end: number): number {
  for (let i = run; !odd && i < to; i++) if (mayDecode[bytes[i]!] === 1) odd = decodes(bytes, i, start, end);
  return to;
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
 * @param alike all that is found is hidden whole, in one way: of what lies in something else nothing is told
 * @returns findings as they were met; those of different detectors may overlap
 */
export function findPersonalData(
  bytes: Buffer,
  start: number,
  end: number,
  wanted: Wanted,
  alike = false,
): Finding[] {
  const found: Finding[] = [];
  odd = false;
  done.email = done.phone = done.card = done.iban = done.ssn = done.ip = start;
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
      i = digits(bytes, i, start, end, wanted, alike, found) - 1;
    } else if (trigger === 4) {
      if (i < done.ip || !wanted.has('ip')) continue;
      const address = findIpv6(bytes, i, start, end);
      if (address === undefined) continue;
      found.push({ start: address[0], end: address[1], detector: 'ip' });
      done.ip = address[1];
    } else if (i >= done.email && wanted.has('email')) {
      const written = trigger === 3 && bytes[i + 1] === 0x34 && bytes[i + 2] === 0x30;
      if (trigger === 3 && !written) continue;
      if (trigger === 5 && !isWideSign(bytes, i)) continue;
      const email = findEmail(bytes, i, trigger === 2 ? 1 : 3, start, end);
      if (email === undefined) continue;
      found.push({ start: email[0], end: email[1], detector: 'email' });
      done.email = email[1];
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
  alike: boolean,
  found: Finding[],
): number {
  let run = at;
  while (run < end && isDigit[bytes[run]!] === 1) run++;
  // A telephone number may begin with a sign before its digits, and so outside of what else they are.
  const inner = alike && bytes[at - 1] !== 0x2b && bytes[at - 1] !== 0x28;
  if (at >= done.iban && wanted.has('iban')) {
    const to = findIban(bytes, at, start, end);
    if (to > 0) {
      found.push({ start: at - 2, end: to, detector: 'iban' });
      done.iban = to;
      if (inner && isWhole(bytes, to, end, wanted)) return past(bytes, run, to, start, end);
    }
  }
  if (
    run - at <= 3 &&
    bytes[run] === 0x2e &&
    at >= done.ip &&
    wanted.has('ip') &&
    !(at - 2 >= start && bytes[at - 1] === 0x2e && isDigit[bytes[at - 2]!] === 1)
  ) {
    const to = findIpv4(bytes, at, end);
    if (to > 0) {
      found.push({ start: at, end: to, detector: 'ip' });
      done.ip = to;
      if (inner && isWhole(bytes, to, end, wanted)) return past(bytes, run, to, start, end);
    }
  }
  const ssn = at >= done.ssn && wanted.has('us-ssn');
  const card = at >= done.card && wanted.has('credit-card');
  const phone = at >= done.phone && wanted.has('phone');
  if (!ssn && !card && !phone) return run;
  groups.read(bytes, at, end);
  // Too few for any number below.
  if (groups.digits < 7) return run;
  if (ssn) {
    const to = findSsn(bytes, groups, 0)
      ? groups.ends[2]!
      : run - at === 9 && saysSsn(bytes, at, start)
        ? run
        : 0;
    if (to > 0) {
      found.push({ start: at, end: to, detector: 'us-ssn' });
      done.ssn = to;
      if (inner && isWhole(bytes, to, end, wanted)) return past(bytes, run, to, start, end);
    }
  }
  if (card) {
    const last = findCard(bytes, groups, 0);
    if (last >= 0) {
      done.card = groups.ends[last]!;
      found.push({ start: at, end: done.card, detector: 'credit-card' });
      if (inner && isWhole(bytes, done.card, end, wanted)) return past(bytes, run, done.card, start, end);
    }
  }
  if (phone) {
    const to = findPhone(bytes, groups, start, end);
    if (to > 0) {
      found.push({ start: phoneStart(bytes, at, start), end: to, detector: 'phone' });
      done.phone = to;
      if (alike && endsAt(bytes, to, end)) return past(bytes, run, to, start, end);
    }
  }
  return run;
}
