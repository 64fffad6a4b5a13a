const units = [
  { name: 'd', milliseconds: 86_400_000 },
  { name: 'h', milliseconds: 3_600_000 },
  { name: 'min', milliseconds: 60_000 },
] as const;

const span = (milliseconds: number): string | undefined => {
  const unit = units.find((one) => milliseconds >= one.milliseconds);
  return unit && `${Math.floor(milliseconds / unit.milliseconds)} ${unit.name}`;
};

/** A time as one says it: "2 min ago", "in 7 h". */
export function relative(time: string, now: number): string {
  const then = Date.parse(time);
  if (Number.isNaN(then)) return '';
  const text = span(Math.abs(then - now));
  if (text === undefined) return then > now ? 'in a moment' : 'just now';
  return then > now ? `in ${text}` : `${text} ago`;
}
