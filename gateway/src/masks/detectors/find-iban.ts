import { gapAt, isAlphanumeric, isDigit, isLetter } from './bytes.ts';

/** Lengths of the IBAN registry (SWIFT, ISO 13616), by country. */
const lengths = new Map<string, number>(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
    'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 ' +
    'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 ' +
    'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const digits = new Uint8Array(34);

const upper = (byte: number): number => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte);

/** ISO 7064 mod 97-10 over the text with its first four characters moved to the end. */
function checks(count: number): boolean {
  let rest = 0;
  for (let i = 0; i < count; i++) {
    const byte = digits[(i + 4) % count]!;
    rest = byte < 0x3a ? (rest * 10 + byte - 0x30) % 97 : (rest * 100 + byte - 0x37) % 97;
  }
  return rest === 1;
}

/**
 * Finds an IBAN whose check digits stand at `at` (the country before them), groups separated or not.
 * @returns end, or 0. The IBAN begins at `at - 2`.
 */
export function findIban(bytes: Uint8Array, at: number, start: number, end: number): number {
  const from = at - 2;
  if (from < start || isLetter[bytes[from]!] === 0 || isLetter[bytes[from + 1]!] === 0) return 0;
  if (from > start && isAlphanumeric[bytes[from - 1]!] === 1) return 0;
  if (isDigit[bytes[at + 1]!] === 0) return 0;
  const length = lengths.get(String.fromCharCode(upper(bytes[from]!), upper(bytes[from + 1]!)));
  if (length === undefined) return 0;
  let count = 0;
  let i = from;
  while (count < length) {
    if (i >= end) return 0;
    const byte = bytes[i]!;
    if (isAlphanumeric[byte] === 1) {
      digits[count++] = upper(byte);
      i++;
      continue;
    }
    const gap = gapAt(bytes, i, end);
    if (gap === 0 || isAlphanumeric[bytes[i + gap]!] === 0) return 0;
    i += gap;
  }
  if (i < end && isAlphanumeric[bytes[i]!] === 1) return 0;
  return checks(count) ? i : 0;
}
