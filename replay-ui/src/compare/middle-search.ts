/**
 * Myers' search for the middle of a shortest way from one list to another: from both ends, over the diagonals `x - y`, until
 * the two meet. After `reach` rounds it goes no further and takes the point to which the better of them came.
 */
export class MiddleSearch {
  readonly #a: Int32Array;
  readonly #b: Int32Array;
  readonly #reach: number;
  /** Furthest `x` on each diagonal, from the beginning and from the end. */
  readonly #forward: Int32Array;
  readonly #backward: Int32Array;
  /** Makes places in the arrays of diagonals. */
  readonly #shift: number;
  /** Looks at keys so far. */
  looks = 0;
  /** Whether each middle so far lies on a shortest way. */
  best = true;

  constructor(a: Int32Array, b: Int32Array, reach: number) {
    this.#a = a;
    this.#b = b;
    this.#reach = reach;
    this.#shift = b.length + 1;
    this.#forward = new Int32Array(a.length + b.length + 3);
    this.#backward = new Int32Array(a.length + b.length + 3);
  }

  /** A point by which the box falls into two. Both parts have something, and neither their first nor their last keys are alike. */
  middle(aFrom: number, aTo: number, bFrom: number, bTo: number): readonly [x: number, y: number] {
    const [a, b, forward, backward, shift] = [this.#a, this.#b, this.#forward, this.#backward, this.#shift];
    const [least, most] = [aFrom - bTo, aTo - bFrom];
    const [start, end] = [aFrom - bFrom, aTo - bTo];
    const isOdd = ((start - end) & 1) !== 0;
    let [low, high] = [start, start];
    let [lowBack, highBack] = [end, end];
    forward[start + shift] = aFrom;
    backward[end + shift] = aTo;
    for (let round = 1; ; round++) {
      if (low > least) forward[--low - 1 + shift] = -1;
      else low++;
      if (high < most) forward[++high + 1 + shift] = -1;
      else high--;
      for (let at = high; at >= low; at -= 2) {
        const [below, above] = [forward[at - 1 + shift]!, forward[at + 1 + shift]!];
        let x = below < above ? above : below + 1;
        for (; x < aTo && x - at < bTo && a[x] === b[x - at]; x++) this.looks++;
        this.looks++;
        forward[at + shift] = x;
        if (isOdd && lowBack <= at && at <= highBack && backward[at + shift]! <= x) return [x, x - at];
      }
      if (lowBack > least) backward[--lowBack - 1 + shift] = farthest;
      else lowBack++;
      if (highBack < most) backward[++highBack + 1 + shift] = farthest;
      else highBack--;
      for (let at = highBack; at >= lowBack; at -= 2) {
        const [below, above] = [backward[at - 1 + shift]!, backward[at + 1 + shift]!];
        let x = below < above ? below : above - 1;
        for (; x > aFrom && x - at > bFrom && a[x - 1] === b[x - at - 1]; x--) this.looks++;
        this.looks++;
        backward[at + shift] = x;
        if (!isOdd && low <= at && at <= high && x <= forward[at + shift]!) return [x, x - at];
      }
      if (round >= this.#reach) {
        this.best = false;
        return this.#furthest([aFrom, aTo, bFrom, bTo], [low, high], [lowBack, highBack]);
      }
    }
  }

  /** To where one of the two came that came further. */
  #furthest(
    [aFrom, aTo, bFrom, bTo]: readonly [number, number, number, number],
    [low, high]: readonly [number, number],
    [lowBack, highBack]: readonly [number, number],
  ): readonly [number, number] {
    let [x, sum] = [aFrom, -1];
    for (let at = high; at >= low; at -= 2) {
      const to = Math.min(this.#forward[at + this.#shift]!, aTo, bTo + at);
      if (to + to - at > sum) [x, sum] = [to, to + to - at];
    }
    let [xBack, sumBack] = [aTo, farthest];
    for (let at = highBack; at >= lowBack; at -= 2) {
      const to = Math.max(this.#backward[at + this.#shift]!, aFrom, bFrom + at);
      if (to + to - at < sumBack) [xBack, sumBack] = [to, to + to - at];
    }
    return aTo + bTo - sumBack < sum - aFrom - bFrom ? [x, sum - x] : [xBack, sumBack - xBack];
  }
}

/** Further than any place of a list. */
const farthest = 2 ** 30;
