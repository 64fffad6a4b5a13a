import type { Secrets } from './person-session.ts';
import type { WindowCircle } from './window-circle.ts';

interface Change {
  readonly key: string;
  /** Undefined: taken away. */
  readonly value?: string;
}

function read(message: string): Change | undefined {
  try {
    const { key, value } = JSON.parse(message) as Partial<Record<string, unknown>>;
    if (typeof key !== 'string' || (value !== undefined && typeof value !== 'string')) return undefined;
    return { key, ...(value !== undefined && { value }) };
  } catch {
    return undefined;
  }
}

/**
 * Secret storage of an editor that is served to a browser: each of its tabs keeps a copy of its own and hears nothing of
 * the others' changes, so that two windows would spend one refresh token, which ends the sign-in. Here each change is told
 * to the other windows before it counts as done.
 */
export class SharedSecrets implements Secrets {
  readonly #own: Secrets;
  readonly #circle: Promise<WindowCircle | undefined>;

  /**
   * `join` is given what is done with the others' words. Where it fails the window has its secrets for itself.
   * `changed` is told of the key that another window changed.
   */
  constructor(
    own: Secrets,
    join: (heard: (message: string) => Promise<void>) => Promise<WindowCircle>,
    changed: (key: string) => void,
  ) {
    this.#own = own;
    this.#circle = join(async (message) => {
      const change = read(message);
      if (change === undefined) return;
      const { key, value } = change;
      await (value === undefined ? own.delete(key) : own.store(key, value));
      changed(key);
    }).catch(() => undefined);
  }

  get(key: string): PromiseLike<string | undefined> {
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

  async #tell(change: Change): Promise<void> {
    await (await this.#circle)?.say(JSON.stringify(change));
  }
}
