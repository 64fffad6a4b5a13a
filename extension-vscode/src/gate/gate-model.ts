import type { Discovery } from '@vectorgate/client';
import { JoinedLook } from '@vectorgate/policy-schema/live-policies';
import type { Problem } from './problem.ts';
import { problemOf } from './problem-of.ts';
import {
  connectionsOfDiscovery,
  readConnections,
  readRefused,
  readWho,
  withCollections,
} from './read-answers.ts';
import { type KernelEntry, type Standing, unknownStanding } from './standing.ts';

type Answer = Readonly<Record<string, unknown>>;

/** What the model asks of the world. Each may throw what `problemOf` can tell. */
export interface GateWorld {
  /** The gateway's public word on itself; throws also when this machine's clock is off. */
  discover(gateway: string): Promise<Discovery>;
  readonly signedIn: boolean;
  /** New for each sign-in. */
  readonly session: string | undefined;
  /** The gateway's API as the person who is signed in. */
  me(): Promise<Answer>;
  connections(): Promise<Answer>;
  records(query: { limit: number; effect?: 'deny'; query?: string }): Promise<Answer>;
  now(): number;
}

const latestShown = 20;
const recordsRead = 200;
/** What was asked of stores: that somebody looked at records is nothing for this panel. */
const asked = '-class:review';

/** What everything that shows the gate knows. Somebody calls `look` now and then, and when something happened. */
export class GateModel {
  readonly #world: GateWorld;
  readonly #listeners = new Set<() => void>();
  #standing: Standing = unknownStanding;
  #discovery: Discovery | undefined;
  readonly #looks: JoinedLook;
  /** Somebody sees the panel, so that records are worth asking for. */
  watched = false;

  constructor(world: GateWorld) {
    this.#world = world;
    this.#looks = new JoinedLook(
      () => `${this.#standing.gateway} ${world.session}`,
      (still) => this.#look(still),
    );
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** The last word of the gateway on itself, kept while it is down: what is governed stays so. */
  get discovery(): Discovery | undefined {
    return this.#discovery;
  }

  /** @returns what ends the listening */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A gateway was set, changed, taken away, or cannot be read. */
  setGateway(gateway: string, from: Standing['gatewayFrom'], problem?: Problem): void {
    if (gateway !== this.#standing.gateway) this.#discovery = undefined;
    this.#become({
      ...unknownStanding,
      ready: true,
      trusted: this.#standing.trusted,
      kernels: this.#standing.kernels,
      signedIn: gateway !== '' && this.#world.signedIn,
      gateway,
      gatewayFrom: from,
      problem,
      since: problem && this.#world.now(),
    });
  }

  setTrusted(trusted: boolean): void {
    this.#become({ ...this.#standing, trusted });
  }

  setKernels(kernels: readonly KernelEntry[]): void {
    if (JSON.stringify(kernels) !== JSON.stringify(this.#standing.kernels))
      this.#become({ ...this.#standing, kernels });
  }

  setSigningIn(signingIn: boolean): void {
    this.#become({ ...this.#standing, signingIn });
  }

  /** Somebody signed in, or out; `ended` says why when it ended by itself. */
  sessionChanged(ended?: string): void {
    this.#become({
      ...this.#standing,
      signedIn: this.#world.signedIn,
      signingIn: false,
      who: undefined,
      // What somebody used is nobody else's to see.
      connections: this.#standing.connections?.map((connection) => ({ ...connection, collections: [] })),
      latest: undefined,
      latestProblem: undefined,
      ended,
    });
  }

  /** Asks the gateway now. Those who come meanwhile wait for the same answer. */
  look(): Promise<void> {
    return this.#looks.look();
  }

  async #look(still: () => boolean): Promise<void> {
    const { gateway } = this.#standing;
    if (gateway === '') return;
    try {
      const discovery = await this.#world.discover(gateway);
      if (gateway !== this.#standing.gateway) return;
      this.#discovery = discovery;
      let { who } = this.#standing;
      let connections = connectionsOfDiscovery(discovery.governed);
      if (this.#world.signedIn) {
        const [me, known] = await Promise.all([this.#world.me(), this.#world.connections()]);
        who = readWho(me);
        connections = readConnections(known);
      }
      // What one person was told is not shown for another.
      if (!still()) return;
      const before = this.#standing.connections;
      this.#become({
        ...this.#standing,
        problem: undefined,
        since: undefined,
        signedIn: this.#world.signedIn,
        who: this.#world.signedIn ? who : undefined,
        connections: connections.map((connection) => ({
          ...connection,
          collections: before?.find(({ name }) => name === connection.name)?.collections ?? [],
        })),
      });
      await this.#lookAtRecords(gateway, still);
    } catch (error) {
      const problem = problemOf(error, gateway);
      // A session that ended is another by that: its end is told, unless somebody is signed in again.
      const ended = problem.code === 'signed_out' && gateway === this.#standing.gateway;
      if (ended ? !this.#world.signedIn : still()) this.#troubled(problem);
    }
  }

  #troubled(problem: Problem): void {
    // Nobody is signed in (any more): that is a state, not trouble.
    if (problem.code === 'signed_out') {
      this.sessionChanged(problem.message);
      return;
    }
    const same = this.#standing.problem?.code === problem.code;
    this.#become({
      ...this.#standing,
      problem,
      since: same ? this.#standing.since : this.#world.now(),
    });
  }

  async #lookAtRecords(gateway: string, still: () => boolean): Promise<void> {
    if (!this.watched || !this.#world.signedIn) return;
    try {
      const [refused, all] = await Promise.all([
        this.#world.records({ limit: latestShown, effect: 'deny', query: asked }),
        this.#world.records({ limit: recordsRead, query: asked }),
      ]);
      if (!still()) return;
      const { connections } = this.#standing;
      this.#become({
        ...this.#standing,
        latest: readRefused(refused),
        latestProblem: undefined,
        connections: connections && withCollections(connections, all),
      });
    } catch (error) {
      if (still()) this.#become({ ...this.#standing, latestProblem: problemOf(error, gateway) });
    }
  }

  #become(standing: Standing): void {
    this.#standing = standing;
    for (const listener of this.#listeners) listener();
  }
}
