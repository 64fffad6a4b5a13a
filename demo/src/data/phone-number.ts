import type { Random } from './random.ts';

/** Ranges that regulators set aside for films and examples: nobody answers. */
const fictional: readonly ((random: Random) => string)[] = [
  (random) => `+1 202-555-01${random.digits(2)}`,
  (random) => `+44 20 7946 0${random.digits(3)}`,
  (random) => `+49 30 23125 ${random.digits(3)}`,
  (random) => `+33 1 99 00 ${random.digits(2)} ${random.digits(2)}`,
];

/** A made-up telephone number. */
export const phoneNumber = (random: Random): string => random.pick(fictional)(random);
