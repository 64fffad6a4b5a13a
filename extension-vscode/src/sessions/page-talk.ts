import type { ToPlayer } from './player-messages.ts';

/**
 * What is said to the page of one panel. A page knows nothing before its first message; what comes earlier waits for that. It
 * loads again when its panel is moved to another window.
 */
export class PageTalk {
  readonly #post: (message: ToPlayer) => PromiseLike<unknown>;
  #loads = 0;
  /** What the page is told once it has begun; undefined: it has. */
  #waiting: ToPlayer[] | undefined = [];

  constructor(post: (message: ToPlayer) => PromiseLike<unknown>) {
    this.#post = post;
  }

  /** The page has loaded: it is told this first, and then what waited. */
  async begin(first: () => Promise<ToPlayer>): Promise<void> {
    const load = ++this.#loads;
    this.#waiting ??= [];
    const message = await first();
    // Where it loaded once more meanwhile, that load begins it.
    if (load !== this.#loads) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    for (const one of [message, ...waiting]) void this.#post(one);
  }

  /** Says something, as soon as the page has begun. */
  say(message: ToPlayer): void {
    if (this.#waiting === undefined) void this.#post(message);
    else this.#waiting.push(message);
  }

  /** Answers what the page asked, now: once it has loaded again, it has other questions under the same numbers. */
  async answer(answer: Promise<ToPlayer>): Promise<void> {
    const load = this.#loads;
    const message = await answer;
    if (load === this.#loads) void this.#post(message);
  }
}
