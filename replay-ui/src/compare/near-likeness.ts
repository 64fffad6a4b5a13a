/** One side of an alignment: what each step does to what, and the same with all that was asked. */
export interface LikenessSide {
  readonly texts: readonly string[];
  readonly asked: readonly string[];
}

/**
 * Moves partners that do the same, but were asked otherwise, to the nearest step between their neighbours that was asked
 * alike. As many stand beside each other as before, in the same order.
 */
export function nearLikeness(partners: Int32Array, a: LikenessSide, b: LikenessSide): void {
  const pairs: [number, number][] = [];
  for (const [x, y] of partners.entries()) if (y >= 0) pairs.push([x, y]);
  const move = (index: number): void => {
    const [x, y] = pairs[index]!;
    if (a.asked[x] === b.asked[y]) return;
    const [fromX, fromY] = pairs[index - 1] ?? [-1, -1];
    const [toX, toY] = pairs[index + 1] ?? [a.texts.length, b.texts.length];
    const otherX = nearest(x, fromX, toX, (at) => a.texts[at] === b.texts[y] && a.asked[at] === b.asked[y]);
    if (otherX !== undefined) {
      pairs[index] = [otherX, y];
      return;
    }
    const otherY = nearest(y, fromY, toY, (at) => b.texts[at] === a.texts[x] && b.asked[at] === a.asked[x]);
    if (otherY !== undefined) pairs[index] = [x, otherY];
  };
  // What was put in before many steps moves all behind it, what was put in behind them all before it.
  for (let index = pairs.length - 1; index >= 0; index--) move(index);
  for (let index = 0; index < pairs.length; index++) move(index);
  partners.fill(-1);
  for (const [x, y] of pairs) partners[x] = y;
}

/** The place nearest to `at` between two others of which it holds. */
function nearest(at: number, from: number, to: number, holds: (at: number) => boolean): number | undefined {
  for (let distance = 1; at - distance > from || at + distance < to; distance++) {
    if (at - distance > from && holds(at - distance)) return at - distance;
    if (at + distance < to && holds(at + distance)) return at + distance;
  }
  return undefined;
}
