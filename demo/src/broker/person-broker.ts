import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { DemoError } from '../demo-error.ts';
import { pythonProgram } from '../processes/real-parts.ts';
import { SignInBrowser } from './sign-in-browser.ts';

type Answer = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One person's credential broker, run by itself and driven by JSON lines (docs/broker-protocol.md). */
export class PersonBroker {
  /** What a governed process needs in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #complaints: string[];

  private constructor(
    child: ChildProcess,
    answers: AsyncIterator<string>,
    environment: Record<string, string>,
    complaints: string[],
  ) {
    this.#child = child;
    this.#answers = answers;
    this.environment = environment;
    this.#complaints = complaints;
  }

  static async start(controlUrl: string): Promise<PersonBroker> {
    const child = spawn(
      pythonProgram(),
      ['-m', 'vectorgate_jupyter.broker', '--gateway', controlUrl, '--client', 'vectorgate-jupyter'],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    const complaints: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints.push(text);
    });
    const failed = new Promise<never>((_, reject) => {
      child.once('error', (cause) =>
        reject(new DemoError('A credential broker could not be started.', 'Run: npm run setup', { cause })),
      );
    });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await Promise.race([readAnswer(answers, complaints), failed]);
    const environment: Record<string, string> = {};
    if (isRecord(first.environment))
      for (const [name, value] of Object.entries(first.environment))
        if (typeof value === 'string') environment[name] = value;
    return new PersonBroker(child, answers, environment, complaints);
  }

  /** Signs in through the provider's own page. @returns who, as the gateway says */
  async signIn(login: string, password: string): Promise<unknown> {
    const { authorize } = await this.#ask({ op: 'sign-in' });
    if (typeof authorize !== 'string')
      throw new DemoError('The broker gave no address to sign in at.', this.#complaints.join(''));
    const redirectUri = new URL(authorize).searchParams.get('redirect_uri');
    if (redirectUri === null)
      throw new DemoError('The address to sign in at names no place to come back to.', authorize);
    const url = await new SignInBrowser().signIn(authorize, redirectUri, { login, password });
    const answer = await this.#ask({ op: 'callback', url });
    if (answer.ok !== true)
      throw new DemoError(
        `Signing in as ${login} failed: ${JSON.stringify(answer)}`,
        this.#complaints.join(''),
      );
    return answer.who;
  }

  async signOut(): Promise<void> {
    await this.#ask({ op: 'sign-out' });
  }

  async status(): Promise<Answer> {
    return this.#ask({ op: 'status' });
  }

  /** Ends the broker; its tokens are gone with it. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#child.once('close', () => resolve());
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 5_000);
    await promise;
    clearTimeout(timer);
  }

  async #ask(request: Readonly<Record<string, string>>): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    return readAnswer(this.#answers, this.#complaints);
  }
}

async function readAnswer(answers: AsyncIterator<string>, complaints: readonly string[]): Promise<Answer> {
  const { value, done } = await answers.next();
  const answer: unknown = done ? undefined : JSON.parse(value);
  if (!isRecord(answer))
    throw new DemoError(
      'A credential broker ended by itself.',
      `It said: ${complaints.join('').slice(-1_000)}`,
    );
  return answer;
}
