/** How often something is looked at: few enough digits for a timer, which takes 2^31 ms and would run without a pause beyond. */
export const intervalPattern = '^[1-9](\\d{0,5}s|\\d{0,3}m|\\d?h)$';

/** The same for people. */
export const intervalWords = 'a time such as 30s, 5m or 1h, of at most 999999s, 9999m or 99h';
