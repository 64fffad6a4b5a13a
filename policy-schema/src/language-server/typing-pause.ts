/** Milliseconds: a look that takes no longer is taken between two keys. */
const quick = 30;
const shortest = 20;
const longest = 400;

/**
 * How long to wait after a key until what was typed is looked at, by how long looks took lately. Where they are quick, no longer than
 * joins what one stroke changes; where they are slow, so long that most are not begun in vain while somebody types on.
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
    return took <= quick ? shortest : Math.min(3 * took, longest);
  }
}
