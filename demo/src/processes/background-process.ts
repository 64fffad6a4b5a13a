import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { DemoError } from '../demo-error.ts';
import { endWithUs } from './end-with-us.ts';

const pollMilliseconds = 100;
const graceMilliseconds = 8_000;
const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-8).join('\n');

export interface BackgroundProcessOptions {
  /** What it is, in words for a person. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
  /** File that takes what it prints. */
  readonly log: string;
}

/** A program that runs until the demo ends, in whatever way it ends; its output is in a file. */
export class BackgroundProcess {
  readonly #child: ChildProcess;
  readonly #options: BackgroundProcessOptions;
  readonly #ended: Promise<void>;
  #failure: Error | undefined;

  private constructor(child: ChildProcess, options: BackgroundProcessOptions) {
    this.#child = child;
    this.#options = options;
    const letGo = endWithUs(child);
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => {
        this.#failure = error;
        resolve();
      });
      child.once('exit', () => {
        letGo();
        resolve();
      });
    });
  }

  /** Starts it in a process group of its own, so that an interrupt of the terminal reaches it only through `stop`. */
  static async start(options: BackgroundProcessOptions): Promise<BackgroundProcess> {
    const log = await open(options.log, 'w');
    try {
      const child = spawn(options.program, options.args, {
        cwd: options.folder,
        env: options.environment,
        stdio: ['ignore', log.fd, log.fd],
        detached: true,
      });
      return new BackgroundProcess(child, options);
    } finally {
      await log.close();
    }
  }

  get hasEnded(): boolean {
    return this.#failure !== undefined || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resolves when it has ended, whatever the reason. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Waits until `isReady` says so. Fails when the program ends before, or takes longer than `seconds`. */
  async waitUntil(isReady: () => Promise<boolean>, seconds: number): Promise<void> {
    const limit = Date.now() + seconds * 1000;
    while (!(await isReady())) {
      if (this.hasEnded || Date.now() > limit) {
        const text = await readFile(this.#options.log, 'utf8').catch(() => '');
        const how = this.hasEnded ? 'ended while starting' : `did not answer within ${seconds} s`;
        await this.stop();
        throw new DemoError(
          `${this.#options.name} ${how}.`,
          `Its log is ${this.#options.log}; the end of it:\n${lastLines(text)}`,
          this.#failure && { cause: this.#failure },
        );
      }
      await pause(pollMilliseconds);
    }
  }

  /** Ends it and what it started: politely first, by force after a while. */
  async stop(): Promise<void> {
    if (this.hasEnded) return;
    this.signal('SIGTERM');
    // What was halted hears nothing until it goes on.
    this.signal('SIGCONT');
    const timer = setTimeout(() => this.signal('SIGKILL'), graceMilliseconds);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Sends a signal to it and what it started. */
  signal(name: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, name);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}
