/** Speeds that the player offers. */
export const speeds = [0.5, 1, 2, 4, 16] as const;
export type Speed = (typeof speeds)[number];

const shortest = 250;
const longest = 2_500;

/** How long a step is shown while playing: as long as it took until the next one, within what can be followed. */
export function playDelay(gap: number, speed: Speed): number {
  const real = Number.isFinite(gap) ? Math.max(0, gap) : 0;
  return Math.min(longest, Math.max(shortest, real)) / speed;
}
