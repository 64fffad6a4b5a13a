/** A length of time in whole hours or days. */
export function howLong(milliseconds: number): string {
  const hours = Math.max(1, Math.round(milliseconds / 3_600_000));
  const [number, unit] = hours < 48 ? [hours, 'hour'] : [Math.round(hours / 24), 'day'];
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
