import { type LookedThrough, lookedTogether } from '@vectorgate/policy-schema/records-query';
import { type Trouble, troubleOf } from '../../errors/trouble.ts';
import type { Page } from '../../host/replay-host.ts';

/** A list that is read page by page: one page at a time, each once; what comes after it was begun anew is dropped. */
export class Pages<Item> {
  readonly #ask: (cursor: string | undefined) => Promise<Page<Item>>;
  readonly #changed: () => void;
  items: readonly Item[] = [];
  /** `first`: nothing is known yet. */
  state: 'first' | 'more' | 'whole' = 'first';
  trouble: Trouble | undefined;
  /** How far a search for texts looked, with all pages so far. Then a further one is asked for by a person alone. */
  looked: LookedThrough | undefined;
  #next: string | undefined;
  #asking = false;
  #ended = false;

  constructor(ask: (cursor: string | undefined) => Promise<Page<Item>>, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Asks for the next page, unless one is on its way or there is none. */
  async more(): Promise<void> {
    if (this.#asking || this.#ended || this.state === 'whole') return;
    this.#asking = true;
    this.trouble = undefined;
    try {
      const { items, next, looked } = await this.#ask(this.#next);
      this.items = this.items.length === 0 ? items : this.items.concat(items);
      // A page that leads to itself would be asked for without an end.
      this.state = next === undefined || next === this.#next ? 'whole' : 'more';
      this.#next = next;
      this.looked = this.looked && looked ? lookedTogether(this.looked, looked) : looked;
    } catch (error) {
      this.trouble = troubleOf(error);
    } finally {
      this.#asking = false;
    }
    if (!this.#ended) this.#changed();
  }

  /** Whether an answer is on its way. */
  get asking(): boolean {
    return this.#asking;
  }

  /** Nothing that still comes is told. */
  end(): void {
    this.#ended = true;
  }
}
