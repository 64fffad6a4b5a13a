import type { DetectorName } from '@vectorgate/policy-schema';

/** The largest part of the values of a class that may leak, on unseen texts. */
export const goals: Readonly<Record<DetectorName, number>> = {
  email: 0.01,
  phone: 0.1,
  'credit-card': 0.01,
  iban: 0.01,
  'us-ssn': 0.01,
  ip: 0.01,
  'person-name': 0.06,
  place: 0.06,
  'street-address': 0.15,
};

/** The largest part of all other words that may be removed. */
export const overMaskingGoal = 0.03;
