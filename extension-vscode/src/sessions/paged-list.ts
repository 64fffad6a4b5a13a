import { type LookedThrough, lookedTogether } from '@vectorgate/policy-schema/records-query';
import type { Page } from '@vectorgate/replay-ui/host';

/** What was read of a list so far. */
export interface Listed<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
  /** How far a search for texts looked, with all pages so far. */
  readonly looked?: LookedThrough;
  /** Why it could not look further. */
  readonly trouble?: unknown;
}

const joined = <Item>(
  before: Listed<Item> | undefined,
  { items, next, looked }: Page<Item>,
): Listed<Item> => ({
  items: [...(before?.items ?? []), ...items],
  next,
  ...(looked && { looked: before?.looked === undefined ? looked : lookedTogether(before.looked, looked) }),
});

/**
 * One list, read page by page, one page at a time: whoever asks while a page is under way gets that page. What is forgotten is
 * another list afterwards, so a page that comes late is joined to nothing that anybody sees.
 */
export class PagedList<Item> {
  /** Each look costs, and may be recorded: it is asked for only when somebody presses, also where it failed. */
  readonly costly: boolean;
  readonly #read: (cursor: string | undefined) => Promise<Page<Item>>;
  #listed: Listed<Item> | undefined;
  #running: Promise<Listed<Item>> | undefined;
  #failure: { readonly cause: unknown } | undefined;

  constructor(
    read: (cursor: string | undefined) => Promise<Page<Item>>,
    { costly = false }: { readonly costly?: boolean } = {},
  ) {
    this.#read = read;
    this.costly = costly;
  }

  /** Whether its first page is under way. */
  get begins(): boolean {
    return this.#listed === undefined && this.#running !== undefined;
  }

  /** What was read so far; at first the first page. */
  async listed(): Promise<Listed<Item>> {
    if (this.#listed !== undefined) return this.#listed;
    if (this.costly && this.#failure !== undefined) throw this.#failure.cause;
    return this.more();
  }

  /**
   * Reads the next page. Where that fails it rejects, but for a costly list that has pages: these stay, with the trouble, as to
   * find them again would cost.
   */
  more(): Promise<Listed<Item>> {
    this.#running ??= this.#further().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #further(): Promise<Listed<Item>> {
    const before = this.#listed;
    if (before !== undefined && before.next === undefined) return before;
    try {
      this.#listed = joined(before, await this.#read(before?.next));
      this.#failure = undefined;
    } catch (cause) {
      this.#failure = { cause };
      if (before === undefined || !this.costly) throw cause;
      this.#listed = { ...before, trouble: cause };
    }
    return this.#listed;
  }
}
