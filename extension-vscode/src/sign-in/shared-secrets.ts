import type { Secrets } from './person-session.ts';
import type { Heard, WindowCircle } from './window-circle.ts';

type Message =
  /** Kept by another window; without a value it was taken away. */
  | { readonly key: string; readonly value?: string }
  /** What do you keep under this name? The answer is a message of the first kind. */
  | { readonly ask: string };

function read(message: string): Message | undefined {
  try {
    const { key, value, ask } = JSON.parse(message) as Partial<Record<string, unknown>>;
    if (typeof ask === 'string') return { ask };
    if (typeof key !== 'string' || (value !== undefined && typeof value !== 'string')) return undefined;
    return { key, ...(value !== undefined && { value }) };
  } catch {
    return undefined;
  }
}

/**
 * Secret storage of an editor that is served to a browser: each of its tabs keeps a copy of its own, as old as the tab, and
 * hears nothing of the others' changes, so that two windows would spend one refresh token, which ends the sign-in. Here
 * each change is told to the other windows before it counts as done, and a new window asks them first.
 */
export class SharedSecrets implements Secrets {
  readonly #own: Secrets;
  readonly #circle: Promise<WindowCircle | undefined>;
  /** Keys that the others were asked for. */
  readonly #asked = new Map<string, Promise<void>>();

  /**
   * `join` is given what is done with the others' words. Where it fails the window has its secrets for itself.
   * `changed` is told of the key that another window changed, `alone` of what kept this window from the others.
   */
  constructor(
    own: Secrets,
    join: (heard: Heard) => Promise<WindowCircle>,
    changed: (key: string) => void,
    alone: (why: unknown) => void,
  ) {
    this.#own = own;
    this.#circle = join(async (text) => {
      const message = read(text);
      if (message === undefined) return '';
      if ('ask' in message) return JSON.stringify({ key: message.ask, value: await own.get(message.ask) });
      await this.#take(message);
      changed(message.key);
      return '';
    }).catch((why: unknown) => {
      alone(why);
      return undefined;
    });
  }

  async get(key: string): Promise<string | undefined> {
    const asked = this.#asked.get(key) ?? this.#ask(key);
    this.#asked.set(key, asked);
    await asked;
    return this.#own.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await this.#own.store(key, value);
    await this.#tell({ key, value });
  }

  async delete(key: string): Promise<void> {
    await this.#own.delete(key);
    await this.#tell({ key });
  }

  async leave(): Promise<void> {
    await (await this.#circle)?.leave();
  }

  /** What the others keep is at least as new as what this window's tab was opened with. */
  async #ask(key: string): Promise<void> {
    const answers = (await (await this.#circle)?.say(JSON.stringify({ ask: key }))) ?? [];
    const known = answers
      .map(read)
      .find((answer) => answer !== undefined && 'key' in answer && answer.key === key);
    if (known !== undefined && 'key' in known) await this.#take(known);
  }

  async #take({ key, value }: { readonly key: string; readonly value?: string }): Promise<void> {
    if ((await this.#own.get(key)) === value) return;
    await (value === undefined ? this.#own.delete(key) : this.#own.store(key, value));
  }

  async #tell(change: Message): Promise<void> {
    await (await this.#circle)?.say(JSON.stringify(change));
  }
}
