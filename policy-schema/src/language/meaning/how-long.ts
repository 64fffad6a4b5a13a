/** A length of time in whole hours, days, or, from two years on, years. */
export function howLong(milliseconds: number): string {
  const hours = Math.max(1, Math.round(milliseconds / 3_600_000));
  const days = Math.round(hours / 24);
  const [number, unit] =
    hours < 48 ? [hours, 'hour'] : days < 730 ? [days, 'day'] : [Math.round(days / 365.25), 'year'];
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
