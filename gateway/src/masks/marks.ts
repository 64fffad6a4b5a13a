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
} as const satisfies Record<DetectorName, string>;

/** What stands for one hidden character of a partly shown value. */
export const hiddenCharacter = '•';

/** Hexadecimal digits of a hash mark: 64 bits tell values apart in a result and cannot be turned back without the key. */
export const hashDigits = 16;
