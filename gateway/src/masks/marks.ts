import type { DetectorName } from '@vectorgate/policy-schema';

/** What stands for a whole hidden value. */
export const redactedMark = '«redacted»';

/** What stands for a piece of text that a detector found. */
export const detectorMarks = {
  email: '«email»',
  phone: '«phone»',
  'credit-card': '«credit-card»',
  iban: '«iban»',
  'us-ssn': '«us-ssn»',
  ip: '«ip»',
  'person-name': '«person-name»',
  place: '«place»',
  'street-address': '«street-address»',
} as const satisfies Record<DetectorName, string>;

/** What stands for a piece of text that a detector or a policy's own pattern found. */
export const findingMark = (detector: string): string =>
  Object.hasOwn(detectorMarks, detector) ? detectorMarks[detector as DetectorName] : `«pattern:${detector}»`;

/** What stands for one hidden character of a partly shown value. */
export const hiddenCharacter = '•';

/** Hexadecimal digits of a hash mark: 64 bits tell values apart in a result and cannot be turned back without the key. */
export const hashDigits = 16;

/** Hexadecimal digits of a token: with 128 bits no two values of a store share one. */
export const tokenDigits = 32;
