import type { Random } from './random.ts';

/** The digit that makes `digits` followed by it pass the Luhn check of ISO/IEC 7812-1. */
export function luhnDigit(digits: string): string {
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

/** Leading digits that card networks and payment companies set aside for tests. */
const testPrefixes = ['400000', '424242', '520082', '555555'];

/** A made-up card number of 16 digits in groups of four. */
export function cardNumber(random: Random): string {
  const body = random.pick(testPrefixes) + random.digits(9);
  return (body + luhnDigit(body)).replace(/(\d{4})(?=\d)/g, '$1 ');
}
