export interface SurroundingTurnsParts<Editor, Read> {
  /** Milliseconds without a change after which what lies around all is read anew. */
  readonly pause: number;
  /** All that are open. */
  readonly editors: () => readonly Editor[];
  /** Makes what reads for several editors, each file once: what it holds is as old as it is itself. */
  readonly reader: () => (editor: Editor) => Promise<Read>;
  /** What lies around an editor is this. */
  readonly told: (editor: Editor, read: Read) => Promise<void>;
}

/** Reads what lies around open policies. What was read for one save never takes the place of what was read for a later one. */
export class SurroundingTurns<Editor extends object, Read> {
  readonly #parts: SurroundingTurnsParts<Editor, Read>;
  readonly #newest = new WeakMap<Editor, Promise<void>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: SurroundingTurnsParts<Editor, Read>) {
    this.#parts = parts;
  }

  /** Reads it for one now. Resolves once the newest is told of. */
  async read(editor: Editor, reader = this.#parts.reader()): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Nobody else need wait for it.
    promise.catch(() => undefined);
    this.#newest.set(editor, promise);
    const isNewest = (): boolean => this.#newest.get(editor) === promise;
    try {
      const read = await reader(editor);
      if (isNewest()) await this.#parts.told(editor, read);
      resolve();
    } catch (error) {
      if (isNewest()) reject(error);
      else resolve();
    }
    await this.#told(editor);
  }

  /** Something changed: reads it for all, together, once nothing changed for a moment. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#all(), this.#parts.pause);
  }

  /** Resolves once what lies around an editor is known, with all that changed until now. */
  async settled(editor: Editor): Promise<void> {
    if (this.#timer !== undefined) this.#all();
    await this.#told(editor);
  }

  async #told(editor: Editor): Promise<void> {
    let seen: Promise<void> | undefined;
    do {
      seen = this.#newest.get(editor);
      await seen;
    } while (seen !== this.#newest.get(editor));
  }

  #all(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const reader = this.#parts.reader();
    for (const editor of this.#parts.editors()) void this.read(editor, reader).catch(() => undefined);
  }
}
