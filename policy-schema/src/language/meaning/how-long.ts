/** A length of time in whole minutes, hours, days, or, from two years on, years. */
export function howLong(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000));
  const hours = Math.round(minutes / 60);
  const days = Math.round(hours / 24);
  const [number, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : hours < 48
        ? [hours, 'hour']
        : days < 730
          ? [days, 'day']
          : [Math.round(days / 365.25), 'year'];
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
