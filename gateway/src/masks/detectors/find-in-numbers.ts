import type { DetectorName } from '@vectorgate/policy-schema';
import { findPersonalData } from './find-personal-data.ts';
import type { Wanted } from './finding.ts';

/** The integer that a JSON number stands for, in full digits; undefined when it has too few to be personal data. */
function digitsOf(number: string): string | undefined {
  const value = Math.abs(Number(number));
  if (!(value >= 1e6 && value < 1e20)) return undefined;
  // Text of up to 2^53 is exact; of a longer integer the text itself is.
  return /^-?\d+$/.test(number) ? number.replace('-', '') : BigInt(Math.trunc(value)).toString();
}

/** Detectors that find something in a JSON number or an array of numbers, `[start, end)`. Fractions are no text. */
export function findInNumbers(json: Buffer, start: number, end: number, wanted: Wanted): Set<DetectorName> {
  const found = new Set<DetectorName>();
  for (const number of json.toString('latin1', start, end).split(/[[\],\s]+/)) {
    const digits = number === '' ? undefined : digitsOf(number);
    if (digits === undefined) continue;
    const bytes = Buffer.from(digits);
    for (const { detector } of findPersonalData(bytes, 0, bytes.length, wanted)) found.add(detector);
  }
  return found;
}
