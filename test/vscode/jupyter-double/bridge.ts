import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseEnv } from 'node:util';

/** What a kernel says of a cell, in Jupyter's words. */
export interface BridgeMessage {
  readonly kind: 'stream' | 'execute_result' | 'display_data' | 'error';
  readonly content: Readonly<Record<string, unknown>>;
}

/** What is told of a cell while it runs. */
export interface Listener {
  /** Its number, as it begins. */
  began(count: number): void;
  said(message: BridgeMessage): void;
}

interface Said extends Partial<BridgeMessage> {
  readonly ready?: true;
  readonly id?: number;
  readonly done?: string;
  readonly count?: number;
}

/** The folder's `.env`, which the Python extension lays over what is inherited; `${NAME}` is what was there before. */
function environmentFile(folder: string): NodeJS.Dict<string> {
  const file = join(folder, '.env');
  if (!existsSync(file)) return {};
  return Object.fromEntries(
    Object.entries(parseEnv(readFileSync(file, 'utf8'))).map(([name, value]) => [
      name,
      value?.replace(/\$\{(\w+)\}/g, (_, known: string) => process.env[known] ?? ''),
    ]),
  );
}

/** A real kernel behind `bridge.py`. */
export class Bridge {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { on: Listener; done(said: Said): void }>();
  readonly #ready: Promise<void>;
  #next = 0;

  /** `startup`: run before the first cell. The kernel inherits this process's environment as it is now. */
  constructor(folder: string, startup: string) {
    this.#child = spawn(
      process.env.VECTORGATE_TEST_PYTHON ?? 'python3',
      [join(__dirname, 'bridge.py'), 'python3', startup],
      {
        cwd: folder,
        env: { ...process.env, ...environmentFile(folder) },
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#ready = promise;
    this.#child.once('exit', () => reject(new Error('the kernel ended')));
    createInterface({ input: this.#child.stdout! }).on('line', (line) => {
      const said = JSON.parse(line) as Said;
      if (said.ready) resolve();
      const waiting = said.id === undefined ? undefined : this.#waiting.get(said.id);
      if (said.kind !== undefined && said.content !== undefined)
        waiting?.on.said({ kind: said.kind, content: said.content });
      if (said.count !== undefined) waiting?.on.began(said.count);
      if (said.done !== undefined) waiting?.done(said);
    });
  }

  /** Runs a cell to its end. @returns whether it succeeded */
  async execute(code: string, on: Listener): Promise<boolean> {
    const { done } = await this.#ask({ op: 'execute', code }, on);
    return done === 'ok';
  }

  interrupt(): void {
    this.#send({ op: 'interrupt' });
  }

  end(): void {
    this.#child.stdin?.end();
  }

  async #ask(request: Readonly<Record<string, unknown>>, on: Listener): Promise<Said> {
    await this.#ready;
    const id = this.#next++;
    const { promise, resolve } = Promise.withResolvers<Said>();
    this.#waiting.set(id, { on, done: resolve });
    this.#send({ ...request, id });
    return promise.finally(() => this.#waiting.delete(id));
  }

  #send(request: Readonly<Record<string, unknown>>): void {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
  }
}
