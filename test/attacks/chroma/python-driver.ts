import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { pythonProgram } from '@vectorgate/demo';

export interface Outcome {
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly text: string };
}

/** A Python program with the real client that is driven by JSON lines. */
export class PythonDriver {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #complaints: string[] = [];

  constructor(program: string, environment: NodeJS.ProcessEnv = process.env) {
    this.#child = spawn(pythonProgram(), [program], { stdio: ['pipe', 'pipe', 'pipe'], env: environment });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#complaints.push(text));
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  /** Sends one line and waits for one. */
  async ask<Answer>(question: unknown): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the Python program ended:\n${this.#complaints.join('').slice(-2000)}`);
    return JSON.parse(value) as Answer;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => this.#child.once('close', () => resolve()));
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(timer);
  }
}
