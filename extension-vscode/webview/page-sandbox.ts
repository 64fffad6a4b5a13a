import type { ReplaySandbox, SandboxStanding, SandboxWay } from '@vectorgate/replay-ui/host';
import type { FromSandboxPage, SandboxAct, ToSandboxPage } from '../src/sandbox/page-sandbox-messages.ts';

type Listener = (standing: SandboxStanding | undefined) => void;

/** Sandboxes as a page has them: what is pressed goes to the extension, which tells how they stand. */
export class PageSandbox implements ReplaySandbox {
  readonly #say: (message: FromSandboxPage) => void;
  readonly #standings = new Map<string, SandboxStanding>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly ways: readonly SandboxWay[];

  constructor(say: (message: FromSandboxPage) => void) {
    this.#say = say;
    const way = (label: string, title: string, act: SandboxAct): SandboxWay => ({
      label,
      title,
      run: (session) => this.#do(act, session),
    });
    this.ways = [
      way('run a notebook in it', 'Lead the kernel of an open notebook to the sandbox', 'kernel'),
      way('open a terminal in it', 'Programs that are started there are answered by the sandbox', 'terminal'),
    ];
  }

  /** The extension told how one stands. */
  hear({ session, standing }: ToSandboxPage): void {
    if (standing === undefined) this.#standings.delete(session);
    else this.#standings.set(session, standing);
    for (const listener of this.#listeners.get(session) ?? []) listener(standing);
  }

  start(session: string): void {
    this.#do('start', session);
  }

  stop(session: string): void {
    this.#do('stop', session);
  }

  dismiss(session: string): void {
    this.#do('dismiss', session);
  }

  watch(session: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(session) ?? new Set();
    this.#listeners.set(session, listeners.add(listener));
    listener(this.#standings.get(session));
    return () => listeners.delete(listener);
  }

  #do(act: SandboxAct, session: string): void {
    this.#say({ kind: 'sandbox', act, session });
  }
}
