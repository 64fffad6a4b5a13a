import { type SavedSearches, withoutContentTerms } from '@vectorgate/policy-schema/records-query';
import {
  type AskGateway,
  type FoundRecord,
  gatewayRecords,
  type SessionSummary,
} from '@vectorgate/replay-ui/host';
import { stepsOf } from '@vectorgate/replay-ui/records';
import type { ViewNode } from '../views/view-node.ts';
import { PagedList } from './paged-list.ts';
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

/** The lists of recorded sessions, and what a search finds. Each is asked for when it is looked at, page by page. */
export class SessionLists {
  readonly #world: SessionListsWorld;
  readonly #sessions = new Map<string, PagedList<SessionSummary>>();
  #found: PagedList<FoundRecord> | undefined;
  #query: string | undefined;

  constructor(world: SessionListsWorld) {
    this.#world = world;
  }

  /** What is searched for; undefined: the lists of sessions show. */
  get query(): string | undefined {
    return this.#query;
  }

  /** Searches for something; what is under way already is not asked for twice. */
  search(query: string | undefined): void {
    if (query === this.#query && this.#found?.begins === true) return;
    this.#query = query;
    this.#found = undefined;
  }

  /**
   * Forgets what was answered, so that it is asked for anew. `looked`: also what a search for texts found, or why it failed:
   * another look costs, and is recorded where it is of others.
   */
  forget({ looked = true }: { readonly looked?: boolean } = {}): void {
    this.#sessions.clear();
    if (looked || this.#found?.costly !== true) this.#found = undefined;
  }

  /** Reads the next page of a list. */
  async more(list: string): Promise<void> {
    await (list === 'found' ? this.#records() : this.#list(list)).more();
  }

  /** What stands below a node; without one, what stands at the top. Trouble is a node, too. */
  async children(node?: ViewNode): Promise<readonly ViewNode[]> {
    if (!this.#world.signedIn) return [];
    const [kind, list = '', session = ''] = node?.id.split('/') ?? [];
    try {
      if (kind === 'session') return await this.#steps(list, session);
      if (kind === 'searches') return savedNodes(await this.#world.saved());
      if (kind === 'list') return await this.#listed(list);
      if (this.#query !== undefined) return await this.#results(this.#query);
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

  get #gateway() {
    return gatewayRecords(this.#world.ask, this.#world.reviewer);
  }

  async #listed(list: string): Promise<readonly ViewNode[]> {
    const everybody = list === 'all';
    const { items, next } = await this.#list(list).listed();
    // At the top of the view its own words stand in place of nothing.
    if (items.length === 0 && this.#world.reviewer) return [noSessionNode(everybody)];
    return [
      ...items.map((session) => sessionNode(list, session, everybody, this.#world.now())),
      ...(next === undefined ? [] : [moreNode(list)]),
    ];
  }

  #list(list: string): PagedList<SessionSummary> {
    const everybody = list === 'all';
    const known = this.#sessions.get(list);
    if (known !== undefined) return known;
    const read = new PagedList((cursor) =>
      this.#gateway.listSessions({ everybody, ...(cursor !== undefined && { cursor }) }),
    );
    this.#sessions.set(list, read);
    return read;
  }

  async #results(query: string): Promise<readonly ViewNode[]> {
    const { items, next, looked, trouble } = await this.#records().listed();
    return [
      ...(items.length === 0 ? [nothingFoundNode(query, looked !== undefined)] : []),
      ...items.map((record) => recordNode(record, this.#world.reviewer, this.#world.now())),
      ...(looked === undefined ? [] : [lookedNode(looked)]),
      ...(trouble === undefined ? [] : [troubleNode('found', trouble)]),
      ...(next === undefined ? [] : [looked === undefined ? moreNode('found') : furtherNode]),
    ];
  }

  #records(): PagedList<FoundRecord> {
    const query = this.#query ?? '';
    this.#found ??= new PagedList(
      (cursor) =>
        this.#gateway.searchRecords({
          everybody: this.#world.reviewer,
          query,
          ...(cursor !== undefined && { cursor }),
        }),
      { costly: withoutContentTerms(query) !== query.trim() },
    );
    return this.#found;
  }

  async #steps(list: string, session: string): Promise<readonly ViewNode[]> {
    const { items, next } = await this.#gateway.listRecords({ session });
    const steps = stepsOf(items).map((step) => stepNode(list, session, step));
    // Of a very long session these are the latest; the player reads all of them.
    return next === undefined ? steps : [moreNode(`session/${session}`), ...steps];
  }
}
