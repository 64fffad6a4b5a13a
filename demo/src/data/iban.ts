import type { Random } from './random.ts';

const remainder97 = (digits: string): number => {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest;
};

const letterDigits = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));

/** Check digits of ISO 13616 for a country and its account part. */
export function ibanCheckDigits(country: string, account: string): string {
  return String(98 - remainder97(letterDigits(`${account}${country}00`))).padStart(2, '0');
}

/** Bank codes that no bank has, with the length of what follows. */
const madeUpBanks = [
  { country: 'DE', bank: '99999999', digits: 10 },
  { country: 'ES', bank: '99990000', digits: 12 },
  { country: 'FR', bank: '9999900000', digits: 13 },
  { country: 'GB', bank: 'ZZZZ999999', digits: 8 },
] as const;

/** A made-up IBAN in groups of four. */
export function iban(random: Random): string {
  const { country, bank, digits } = random.pick(madeUpBanks);
  const account = bank + random.digits(digits);
  return `${country}${ibanCheckDigits(country, account)}${account}`.replace(/(.{4})(?=.)/g, '$1 ');
}
