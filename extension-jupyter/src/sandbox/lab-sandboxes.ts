import type { ExportOf, ReplaySandbox, SandboxStanding, SandboxWay } from '@vectorgate/replay-ui/host';
import type { SandboxOf, SandboxServer, ServerSandbox } from '../server/sandbox-server.ts';
import { replayProblem } from '../sessions/replay-problem.ts';

type Listener = (standing: SandboxStanding | undefined) => void;

/** Milliseconds after which the server is asked again: while one starts, and while one runs that somebody looks at. */
const pauses = { starting: 400, ready: 1_500 } as const;

/** What sandboxes need of JupyterLab. */
export interface LabSandboxParts {
  readonly server: SandboxServer;
  /** The export that has a session with those of the same program. */
  readonly runOf: (session: string) => Promise<ExportOf>;
  /** Leads the kernel of a notebook to a sandbox, asking which. */
  readonly lead: (of: SandboxOf) => Promise<void>;
}

/** The sandboxes of this Jupyter server, as the players of this page show them. */
export class LabSandboxes {
  private readonly parts: LabSandboxParts;
  private readonly standings = new Map<string, SandboxStanding>();
  private readonly listeners = new Map<string, Set<Listener>>();
  /** Those of which something is being asked, and what was asked last: an answer that was given before knows nothing of it. */
  private readonly asked = new Map<string, Promise<unknown>>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: LabSandboxParts) {
    this.parts = parts;
  }

  /** Those over sessions at the gateway, or over those in an archive. */
  of(archive: string | null): ReplaySandbox {
    const named = (session: string): SandboxOf => ({ session, archive });
    const ways: readonly SandboxWay[] = [
      {
        label: 'run a notebook in it',
        title: 'Restart the kernel of an open notebook, and lead it to the sandbox',
        run: (session) => void this.parts.lead(named(session)),
      },
    ];
    return {
      ways,
      start: (session) => void this.start(named(session)),
      stop: (session) => void this.act(named(session), (of) => this.parts.server.stop(of)),
      dismiss: (session) => {
        // One that the server never heard of is forgotten here alone.
        this.set(named(session), undefined);
        void this.act(named(session), (of) => this.parts.server.dismiss(of));
      },
      watch: (session, listener) => this.watch(named(session), listener),
    };
  }

  private watch(of: SandboxOf, listener: Listener): () => void {
    const key = keyOf(of);
    const listeners = this.listeners.get(key) ?? new Set();
    this.listeners.set(key, listeners.add(listener));
    listener(this.standings.get(key));
    // It may have been started by another page, or before this one was loaded.
    void this.look();
    return () => {
      listeners.delete(listener);
    };
  }

  private async start(of: SandboxOf): Promise<void> {
    this.set(of, { state: 'starting' });
    await this.act(of, async (_, isLast) => {
      if (of.archive !== null) return this.parts.server.start(of);
      const run = await this.parts.runOf(of.session);
      // Whoever left it off meanwhile wants none: what they asked for is next.
      return isLast() ? this.parts.server.start(of, run) : this.parts.server.all();
    });
  }

  /**
   * Does something with one, after what was asked of it before; what goes wrong is its standing. `isLast` tells the work
   * whether nothing else was asked of it since.
   */
  private async act(
    of: SandboxOf,
    work: (of: SandboxOf, isLast: () => boolean) => Promise<readonly ServerSandbox[]>,
  ): Promise<void> {
    const key = keyOf(of);
    const before = this.asked.get(key);
    const turn = Promise.withResolvers<void>();
    const isLast = (): boolean => this.asked.get(key) === turn.promise;
    this.asked.set(key, turn.promise);
    await before;
    try {
      const all = await work(of, isLast).finally(() => {
        if (isLast()) this.asked.delete(key);
      });
      this.heard(all);
    } catch (error) {
      const { message, remedy } = replayProblem(error);
      if (!this.asked.has(key)) this.set(of, { state: 'failed', message, remedy });
    } finally {
      turn.resolve();
    }
  }

  private async look(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      this.heard(await this.parts.server.all());
    } catch {
      // What it told last stands; the panel tells that the server does not answer.
      this.lookLater();
    }
  }

  private heard(all: readonly ServerSandbox[]): void {
    const told = new Map(all.map((one) => [keyOf(one), one]));
    // One that failed before the server heard of it is known here alone.
    for (const [key, standing] of this.standings)
      if (!told.has(key) && !this.asked.has(key) && standing.state !== 'failed') this.setKey(key, undefined);
    for (const [key, { standing }] of told) if (!this.asked.has(key)) this.setKey(key, standing);
    this.lookLater();
  }

  private lookLater(): void {
    clearTimeout(this.timer);
    const watched = [...this.standings].filter(([key]) => (this.listeners.get(key)?.size ?? 0) > 0);
    const states = new Set(watched.map(([, { state }]) => state));
    const pause = states.has('starting') ? pauses.starting : states.has('ready') ? pauses.ready : undefined;
    this.timer = pause === undefined ? undefined : setTimeout(() => void this.look(), pause);
  }

  private set(of: SandboxOf, standing: SandboxStanding | undefined): void {
    this.setKey(keyOf(of), standing);
  }

  private setKey(key: string, standing: SandboxStanding | undefined): void {
    if (standing === undefined) this.standings.delete(key);
    else this.standings.set(key, standing);
    for (const listener of this.listeners.get(key) ?? []) listener(standing);
  }
}

const keyOf = ({ session, archive }: SandboxOf): string => JSON.stringify([session, archive]);
