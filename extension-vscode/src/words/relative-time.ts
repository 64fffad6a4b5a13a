const units: readonly [name: string, seconds: number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
];

/** `7 h`, `5 min`: a length of time in its largest whole unit. Milliseconds. */
export function span(milliseconds: number, whole: (share: number) => number = Math.floor): string {
  const seconds = milliseconds / 1000;
  for (const [name, size] of units) if (seconds >= size) return `${whole(seconds / size)} ${name}`;
  return '1 s';
}

/** `2 min ago`, `in 7 h`; `now` for what is less than a few seconds away. Milliseconds since the epoch. */
export function relativeTime(instant: number, now: number): string {
  const distance = Math.abs(instant - now);
  if (distance < 5_000) return 'now';
  return instant < now ? `${span(distance)} ago` : `in ${span(distance, Math.round)}`;
}

/** The same instant, exactly, for whoever hovers. */
export function absoluteTime(instant: number): string {
  return new Date(instant).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}
