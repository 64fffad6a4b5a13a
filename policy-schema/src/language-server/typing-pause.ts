/** Milliseconds after a key within which what is wrong is to be shown. */
const goal = 50;
/** Of these what an editor takes to draw it. */
const drawing = 5;
/** Joins what one stroke changes, and keys that came while something else was done. */
const shortest = 5;
const usual = 20;
const longest = 400;
/** Milliseconds more of silence for each that a look takes beyond the goal. */
const slope = 6;

/**
 * How long to wait after a key until what was typed is looked at, by how long looks took lately. Where they may be over within the
 * goal, no longer than that leaves; where they are slow, so long that most are not begun in vain while somebody types on. In between
 * it grows without a step: a look that takes a little longer on a busy machine is not shown much later.
 */
export class TypingPause {
  #last = 0;
  #before = 0;

  /** A look took so many milliseconds. */
  took(milliseconds: number): void {
    this.#before = this.#last;
    this.#last = milliseconds;
  }

  get milliseconds(): number {
    // The first look at a text, and one beside which something else ran, are slow without the text being so.
    const took = Math.min(this.#last, this.#before);
    if (took > goal) return Math.min(shortest + slope * (took - goal), longest);
    return Math.min(usual, Math.max(shortest, goal - drawing - took));
  }
}
