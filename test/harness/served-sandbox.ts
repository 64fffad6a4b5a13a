import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { SandboxStanding } from '@vectorgate/replay-ui/host';

type Told = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly standing?: SandboxStanding;
};

/** `vectorgate sessions sandbox … --serve`, as another program has it. */
export class ServedSandbox {
  /** Its exit code. */
  readonly code: Promise<number | null>;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(args: readonly string[]) {
    const program = new URL('../../client/bin/vectorgate.mjs', import.meta.url).pathname;
    this.#child = spawn(process.execPath, [program, 'sessions', 'sandbox', ...args, '--serve'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: 60_000,
    });
    this.code = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** What programs in it need. */
  async environment(): Promise<Readonly<Record<string, string>>> {
    return (await this.#next(({ environment }) => environment !== undefined)).environment ?? {};
  }

  /** The next word of this state. */
  async standing<State extends SandboxStanding['state']>(
    state: State,
  ): Promise<Extract<SandboxStanding, { readonly state: State }>> {
    const { standing } = await this.#next((told) => told.standing?.state === state);
    return standing as Extract<SandboxStanding, { readonly state: State }>;
  }

  /** Ends its input. */
  end(): void {
    this.#child.stdin.end();
  }

  /** Goes away as a program does that is killed: its input ends, and nobody reads what is told. */
  async abandon(): Promise<void> {
    // A reader that is asked for nothing more lets the pipe go.
    this.#child.stdout.destroy();
    await once(this.#child.stdout, 'close');
    this.#child.stdin.destroy();
  }

  async #next(is: (told: Told) => boolean): Promise<Told> {
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) throw new Error('the sandbox told nothing of the kind');
      const told = JSON.parse(value) as Told;
      if (is(told)) return told;
    }
  }
}
