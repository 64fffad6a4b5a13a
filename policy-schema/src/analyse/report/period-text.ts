const units: Readonly<Record<string, string>> = { min: 'minute', h: 'hour', d: 'day', w: 'week' };

/** How far back, in words: `the last 7 days` for `7d`. */
export function periodText(since: string): string {
  const [, count, unit] = /^(\d+)(min|h|d|w)$/.exec(since) ?? [];
  if (count === undefined) return `the last ${since}`;
  const word = units[unit!]!;
  return Number(count) === 1 ? `the last ${word}` : `the last ${Number(count).toLocaleString('en')} ${word}s`;
}
