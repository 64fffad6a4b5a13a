import type { DetectorName, MaskMethod } from '../decide/decision.ts';

const methods: Readonly<Record<MaskMethod, true>> = {
  redact: true,
  partial: true,
  hash: true,
  tokenize: true,
  nullify: true,
  drop: true,
};

const detectors: Readonly<Record<DetectorName, true>> = {
  email: true,
  phone: true,
  'credit-card': true,
  iban: true,
  'us-ssn': true,
  ip: true,
  'person-name': true,
  place: true,
  'street-address': true,
};

/** The ways of masking, as queries call them. */
export const maskMethods: readonly string[] = Object.keys(methods);

/** What the built-in detectors find, as queries call it; patterns of policies find more. */
export const detectorClasses: readonly string[] = Object.keys(detectors);

/** Whether a word is a way of masking: in a query it is nothing else. */
export const isMaskMethod = (word: string): boolean => Object.hasOwn(methods, word);
