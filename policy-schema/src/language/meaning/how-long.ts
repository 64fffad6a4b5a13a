/** A length of time in whole minutes, hours or days. */
export function howLong(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000));
  const hours = Math.round(minutes / 60);
  const [number, unit] =
    minutes < 60 ? [minutes, 'minute'] : hours < 48 ? [hours, 'hour'] : [Math.round(hours / 24), 'day'];
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
