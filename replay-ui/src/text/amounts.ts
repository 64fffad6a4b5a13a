const grouped = new Intl.NumberFormat('en', { useGrouping: true });

export const count = (value: number): string => grouped.format(value);

/** `1 step`, `14 steps`. */
export const counted = (value: number, one: string, several = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : several}`;

/** Bytes for people; a kB is 1,000, as in queries. */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  for (const [unit, factor] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const)
    if (bytes >= factor) return `${(bytes / factor).toFixed(bytes < 10 * factor ? 1 : 0)} ${unit}`;
  return `${bytes} B`;
}

/** A span of time: `12 ms`, `1.4 s`, `19 min`, `3 h`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  if (milliseconds < 3_600_000) return `${Math.round(milliseconds / 60_000)} min`;
  if (milliseconds < 172_800_000) return `${Math.round(milliseconds / 3_600_000)} h`;
  return `${Math.round(milliseconds / 86_400_000)} days`;
}
