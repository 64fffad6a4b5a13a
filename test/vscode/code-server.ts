import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BackgroundProcess, freePort } from '@vectorgate/demo';

export interface CodeServerOptions {
  /** Takes settings, extensions, logs. */
  readonly folder: string;
  /** A folder of installed extensions; it takes a copy. */
  readonly extensions: string;
  /** The person's settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Those of the machine that the extension host runs on. */
  readonly machine: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A running code-server: VS Code's workbench for a browser, with its extension host on this machine. */
export interface CodeServer {
  readonly url: string;
  /** What it and its extension hosts log. */
  readonly logs: string;
  /** Changes settings of the machine; the editor follows the file. */
  changeMachine(settings: Readonly<Record<string, unknown>>): Promise<void>;
  stop(): Promise<void>;
}

/** Path of code-server's program. Throws when set-up did not install it. */
export function codeServerProgram(): string {
  const program = process.env.VECTORGATE_CODE_SERVER;
  if (program === undefined)
    throw new Error('VECTORGATE_CODE_SERVER is not set. Start by npm test, which installs it and sets it.');
  return program;
}

/** Seen by extension hosts and their terminals: nothing of what runs the tests. */
const environmentOf = (folder: string, more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  HOME: folder,
  LANG: 'C.UTF-8',
  SHELL: '/bin/bash',
  ...more,
});

async function change(file: string, more: Readonly<Record<string, unknown>>): Promise<void> {
  const before = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, unknown>>;
  await writeFile(file, JSON.stringify({ ...before, ...more }, null, 2));
}

/** Starts code-server on a free port of the loopback address, with an empty profile of its own. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { folder, settings } = options;
  const data = join(folder, 'data');
  const home = join(folder, 'home');
  const extensions = join(folder, 'extensions');
  const settingsFile = join(data, 'User', 'settings.json');
  const machineFile = join(data, 'Machine', 'settings.json');
  await mkdir(join(data, 'User'), { recursive: true });
  await mkdir(join(data, 'Machine'), { recursive: true });
  await writeFile(machineFile, JSON.stringify(options.machine, null, 2));
  await mkdir(home, { recursive: true });
  await cp(options.extensions, extensions, { recursive: true });
  await writeFile(settingsFile, JSON.stringify(settings, null, 2));
  const port = await freePort();
  const server = await BackgroundProcess.start({
    name: 'code-server',
    program: codeServerProgram(),
    args: [
      ...['--user-data-dir', data, '--extensions-dir', extensions],
      ...['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none'],
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
    ],
    environment: environmentOf(home, options.environment),
    folder: home,
    log: join(folder, 'code-server.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = (): Promise<boolean> =>
    fetch(`${url}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
  await server.waitUntil(answers, 60);
  return {
    url,
    logs: join(data, 'logs'),
    changeMachine: (more) => change(machineFile, more),
    stop: () => server.stop(),
  };
}
