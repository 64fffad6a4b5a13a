/**
 * Whether `partial` may leave this much of a value of `length` characters: at most a third of it, else the value is
 * redacted (combining, point 5).
 */
export const partialFits = (
  length: number,
  { keepFirst = 0, keepLast = 0 }: { keepFirst?: number; keepLast?: number },
): boolean => (keepFirst + keepLast) * 3 <= length;
