import type { SandboxStanding } from '@vectorgate/replay-ui/host';
import { problemOf } from '../gate/problem-of.ts';
import { upperFirst } from '../words/upper-first.ts';
import type { FromSandbox, SandboxProgram } from './sandbox-messages.ts';

/** What a sandbox is over: a session at the gateway, or one in an archive. */
export interface SandboxOf {
  readonly session: string;
  /** Address of the archive; absent: the session is at the gateway. */
  readonly archive?: string;
}

/** One that runs. */
export interface RunningSandbox {
  /** Has it end; it tells when it has. */
  stop(): void;
  readonly ended: Promise<void>;
}

/** Starts one. Rejects where its recording cannot be had; `signal` ends the start. */
export type StartSandbox = (
  of: SandboxOf,
  hear: (told: FromSandbox) => void,
  signal: AbortSignal,
) => Promise<RunningSandbox>;

/** A sandbox of this window. */
export interface SandboxEntry {
  readonly of: SandboxOf;
  readonly standing: SandboxStanding;
  /** What programs in it need in their environment; absent before it is ready. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Those in it that lived when it last told. */
  readonly programs: readonly SandboxProgram[];
}

type Entry = { -readonly [Member in keyof SandboxEntry]: SandboxEntry[Member] } & {
  readonly starting: AbortController;
  running?: RunningSandbox;
};

/** A process that came to a sandbox. */
export interface Arrival {
  readonly program: SandboxProgram;
  readonly of: SandboxOf;
}

/** A kernel that ended may be followed by one that is led nowhere, so that is looked for this often, in milliseconds. */
const lookEvery = 1_000;

type Listener = (of: SandboxOf, standing: SandboxStanding | undefined) => void;

/** The sandboxes of this window: one for each session, which goes with the window. */
export class Sandboxes {
  readonly #start: StartSandbox;
  readonly #trusted: () => boolean;
  readonly #all = new Map<string, Entry>();
  readonly #listeners = new Set<Listener>();
  readonly #isAlive: (pid: number) => boolean;
  readonly #onGone = new Set<(gone: Arrival) => void>();
  /** Processes that came to any, also to one that ended: they are led nowhere else as long as they live. */
  readonly #arrivals = new Map<number, Arrival>();
  /** When those that are gone had last said hello: a word as old as that is no other process's with the same number. */
  readonly #gone = new Map<number, number>();
  #looking: ReturnType<typeof setInterval> | undefined;

  /** `trusted`: whether programs may be started in this workspace. */
  constructor(start: StartSandbox, trusted: () => boolean, isAlive: (pid: number) => boolean) {
    this.#start = start;
    this.#trusted = trusted;
    this.#isAlive = isAlive;
  }

  get entries(): readonly SandboxEntry[] {
    return [...this.#all.values()];
  }

  /** Those that live. */
  get programs(): readonly SandboxProgram[] {
    return [...this.#arrivals.values()].map(({ program }) => program).filter(({ pid }) => this.#isAlive(pid));
  }

  entry(of: SandboxOf): SandboxEntry | undefined {
    return this.#all.get(keyOf(of));
  }

  /** Calls the listener with each change of a standing, and when programs came; returns what ends that. */
  onDidChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls the listener once for each program that is gone; returns what ends that. */
  onDidLose(listener: (gone: Arrival) => void): () => void {
    this.#onGone.add(listener);
    return () => this.#onGone.delete(listener);
  }

  /** Looks which programs are gone. It is done by itself while there are any. */
  look(): void {
    const gone = [...this.#arrivals.values()].filter(({ program }) => !this.#isAlive(program.pid));
    for (const { program } of gone) {
      this.#arrivals.delete(program.pid);
      this.#gone.set(program.pid, program.since);
    }
    if (this.#arrivals.size === 0) this.#lookNoMore();
    for (const one of gone) for (const listener of this.#onGone) listener(one);
  }

  /** Starts one, unless one runs. What keeps it from that is told by its standing. */
  start(of: SandboxOf): void {
    const before = this.#all.get(keyOf(of));
    if (before !== undefined && isOpen(before)) return;
    const entry: Entry = {
      of,
      standing: { state: 'starting' },
      starting: new AbortController(),
      programs: [],
    };
    this.#all.set(keyOf(of), entry);
    if (!this.#trusted()) {
      this.#tell(entry, {
        state: 'failed',
        message: 'This folder is not trusted, so no program is led anywhere in it.',
        remedy: 'Trust it (Workspaces: Manage Workspace Trust), and start again.',
      });
      return;
    }
    this.#tell(entry, entry.standing);
    void this.#run(entry);
  }

  stop(of: SandboxOf): void {
    const entry = this.#all.get(keyOf(of));
    if (entry === undefined || !isOpen(entry)) return;
    entry.starting.abort();
    entry.running?.stop();
    // Before it was ready there is nothing to tell of it.
    if (entry.standing.state === 'starting') this.#forget(entry);
  }

  /** Forgets one that ended or failed. */
  dismiss(of: SandboxOf): void {
    const entry = this.#all.get(keyOf(of));
    if (entry !== undefined && !isOpen(entry)) this.#forget(entry);
  }

  /** Ends those that answer from what somebody was shown at a gateway, who may be gone. @returns how many ran */
  leaveGateway(): number {
    const left = [...this.#all.values()].filter(({ of }) => of.archive === undefined);
    const running = left.filter(isOpen).length;
    for (const entry of left) {
      this.stop(entry.of);
      this.#forget(entry);
    }
    return running;
  }

  /** Ends all; resolves when they have ended. */
  async close(): Promise<void> {
    this.#lookNoMore();
    this.#onGone.clear();
    const running = [...this.#all.values()];
    for (const { of } of running) this.stop(of);
    await Promise.all(running.map((entry) => entry.running?.ended));
  }

  async #run(entry: Entry): Promise<void> {
    try {
      entry.running = await this.#start(entry.of, (told) => this.#heard(entry, told), entry.starting.signal);
      if (entry.starting.signal.aborted) entry.running.stop();
    } catch (error) {
      if (entry.starting.signal.aborted) return;
      const { message, next } = problemOf(error);
      this.#tell(entry, { state: 'failed', message: upperFirst(message), remedy: next });
    }
  }

  #heard(entry: Entry, told: FromSandbox): void {
    if (told.kind === 'opens') return;
    if (told.kind === 'environment') {
      entry.environment = told.environment;
      return;
    }
    for (const program of told.programs) this.#came(program, entry.of);
    entry.programs = told.programs;
    this.#tell(entry, told.standing);
  }

  /** The newest word of a process counts. */
  #came(program: SandboxProgram, of: SandboxOf): void {
    const known = this.#arrivals.get(program.pid)?.program.since ?? this.#gone.get(program.pid) ?? -1;
    if (program.since <= known) return;
    this.#arrivals.set(program.pid, { program, of });
    this.#looking ??= setInterval(() => this.look(), lookEvery).unref();
  }

  #lookNoMore(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  /** Only of the one that stands for its session: it may have been started anew. */
  #tell(entry: Entry, standing: SandboxStanding): void {
    entry.standing = standing;
    if (this.#all.get(keyOf(entry.of)) === entry) this.#changed(entry.of, standing);
  }

  #forget(entry: Entry): void {
    if (this.#all.get(keyOf(entry.of)) !== entry) return;
    this.#all.delete(keyOf(entry.of));
    this.#changed(entry.of, undefined);
  }

  #changed(of: SandboxOf, standing: SandboxStanding | undefined): void {
    for (const listener of this.#listeners) listener(of, standing);
  }
}

const keyOf = ({ session, archive = '' }: SandboxOf): string => `${session} ${archive}`;

const isOpen = ({ standing }: SandboxEntry): boolean =>
  standing.state === 'starting' || standing.state === 'ready';
