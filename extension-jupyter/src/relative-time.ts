const units: readonly [name: string, seconds: number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
];

function span(seconds: number, whole: (share: number) => number): string {
  for (const [name, size] of units) if (seconds >= size) return `${whole(seconds / size)} ${name}`;
  return '1 s';
}

/** `2 min ago`, `in 7 h`; `now` for what is less than a few seconds away. Milliseconds since the epoch. */
export function relativeTime(instant: number, now: number): string {
  const seconds = Math.abs(instant - now) / 1000;
  if (seconds < 5) return 'now';
  return instant < now ? `${span(seconds, Math.floor)} ago` : `in ${span(seconds, Math.round)}`;
}

/** The same instant, exactly, for whoever hovers. */
export function absoluteTime(instant: number): string {
  return new Date(instant).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}
