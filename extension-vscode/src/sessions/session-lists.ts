import {
  type LookedThrough,
  lookedTogether,
  type SavedSearches,
} from '@vectorgate/policy-schema/records-query';
import {
  type AskGateway,
  type FoundRecord,
  gatewayRecords,
  type Page,
  type SessionSummary,
} from '@vectorgate/replay-ui/host';
import { stepsOf } from '@vectorgate/replay-ui/records';
import type { ViewNode } from '../views/view-node.ts';
import {
  furtherNode,
  groupNodes,
  lookedNode,
  moreNode,
  noSessionNode,
  nothingFoundNode,
  recordNode,
  savedNodes,
  searchesNode,
  sessionNode,
  stepNode,
  troubleNode,
} from './session-nodes.ts';

/** What the lists ask of the world. */
export interface SessionListsWorld {
  /** The gateway as the person who is signed in. Rejects with a `ReplayError`. */
  readonly ask: AskGateway;
  readonly signedIn: boolean;
  /** Whether they may see sessions of others. */
  readonly reviewer: boolean;
  /** Searches that this person keeps. */
  readonly saved: () => Promise<SavedSearches>;
  now(): number;
}

interface Listed<Item> {
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

/** The lists of recorded sessions, and what a search finds. Each is asked for when it is looked at, page by page. */
export class SessionLists {
  readonly #world: SessionListsWorld;
  readonly #sessions = new Map<string, Listed<SessionSummary>>();
  #found: Listed<FoundRecord> | undefined;
  #query: string | undefined;

  constructor(world: SessionListsWorld) {
    this.#world = world;
  }

  /** What is searched for; undefined: the lists of sessions show. */
  get query(): string | undefined {
    return this.#query;
  }

  search(query: string | undefined): void {
    this.#query = query;
    this.#found = undefined;
  }

  /**
   * Forgets what was answered, so that it is asked for anew. `looked`: also what a search for texts found, which costs, and is
   * recorded where it is of others.
   */
  forget({ looked = true }: { readonly looked?: boolean } = {}): void {
    this.#sessions.clear();
    if (looked || this.#found?.looked === undefined) this.#found = undefined;
  }

  /** Reads the next page of a list. */
  async more(list: string): Promise<void> {
    if (list === 'found') await this.#further();
    else await this.#list(list === 'all', this.#sessions.get(list)?.next);
  }

  /** What stands below a node; without one, what stands at the top. Trouble is a node, too. */
  async children(node?: ViewNode): Promise<readonly ViewNode[]> {
    if (!this.#world.signedIn) return [];
    const [kind, list = '', session = ''] = node?.id.split('/') ?? [];
    try {
      if (kind === 'session') return await this.#steps(list, session);
      if (kind === 'searches') return savedNodes(await this.#world.saved());
      if (kind === 'list') return await this.#listed(list);
      if (this.#query !== undefined) return await this.#results();
      const top = this.#world.reviewer ? groupNodes : await this.#listed('mine');
      return [...(await this.#searches()), ...top];
    } catch (error) {
      return [troubleNode(node?.id ?? 'top', error)];
    }
  }

  /** The way to what is kept, where anything is; a file that cannot be read says so when it is opened. */
  async #searches(): Promise<readonly ViewNode[]> {
    const saved = await this.#world.saved().catch(() => undefined);
    return saved !== undefined && Object.keys(saved).length === 0 ? [] : [searchesNode];
  }

  get #records() {
    return gatewayRecords(this.#world.ask, this.#world.reviewer);
  }

  async #listed(list: string): Promise<readonly ViewNode[]> {
    const everybody = list === 'all';
    const { items, next } = this.#sessions.get(list) ?? (await this.#list(everybody, undefined));
    // At the top of the view its own words stand in place of nothing.
    if (items.length === 0 && this.#world.reviewer) return [noSessionNode(everybody)];
    return [
      ...items.map((session) => sessionNode(list, session, everybody, this.#world.now())),
      ...(next === undefined ? [] : [moreNode(list)]),
    ];
  }

  async #list(everybody: boolean, cursor: string | undefined): Promise<Listed<SessionSummary>> {
    const list = everybody ? 'all' : 'mine';
    const page = await this.#records.listSessions({ everybody, ...(cursor !== undefined && { cursor }) });
    const listed = joined(cursor === undefined ? undefined : this.#sessions.get(list), page);
    this.#sessions.set(list, listed);
    return listed;
  }

  async #results(): Promise<readonly ViewNode[]> {
    const { items, next, looked, trouble } = this.#found ?? (await this.#search(undefined));
    return [
      ...(items.length === 0 ? [nothingFoundNode(this.#query ?? '', looked !== undefined)] : []),
      ...items.map((record) => recordNode(record, this.#world.reviewer, this.#world.now())),
      ...(looked === undefined ? [] : [lookedNode(looked)]),
      ...(trouble === undefined ? [] : [troubleNode('found', trouble)]),
      ...(next === undefined ? [] : [looked === undefined ? moreNode('found') : furtherNode]),
    ];
  }

  /** What was found by texts so far stays where looking further fails: to find it again would cost. */
  async #further(): Promise<void> {
    const before = this.#found;
    try {
      await this.#search(before?.next);
    } catch (trouble) {
      if (before?.looked === undefined) throw trouble;
      if (this.#found === before) this.#found = { ...before, trouble };
    }
  }

  async #search(cursor: string | undefined): Promise<Listed<FoundRecord>> {
    const query = this.#query ?? '';
    const page = await this.#records.searchRecords({
      everybody: this.#world.reviewer,
      query,
      ...(cursor !== undefined && { cursor }),
    });
    const found = joined(cursor === undefined ? undefined : this.#found, page);
    // Another search may have begun meanwhile.
    if (query === (this.#query ?? '')) this.#found = found;
    return found;
  }

  async #steps(list: string, session: string): Promise<readonly ViewNode[]> {
    const { items, next } = await this.#records.listRecords({ session });
    const steps = stepsOf(items).map((step) => stepNode(list, session, step));
    // Of a very long session these are the latest; the player reads all of them.
    return next === undefined ? steps : [moreNode(`session/${session}`), ...steps];
  }
}
