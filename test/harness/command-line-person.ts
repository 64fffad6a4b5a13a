import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SignInBrowser } from '@vectorgate/demo';
import type { Ran } from './run-gateway.ts';
import { runVectorgate } from './run-vectorgate.ts';

/** Somebody with a home of their own who signed in by `vectorgate login`. */
export interface CommandLinePerson {
  /** What is theirs in the environment. */
  readonly environment: Readonly<Record<string, string>>;
  run(...args: readonly string[]): Promise<Ran>;
  signOut(): Promise<void>;
}

const program = new URL('../../client/bin/vectorgate.mjs', import.meta.url).pathname;

/** Signs in as a person would, but for the browser: opens the address that `login` prints and follows it home. */
export async function commandLinePerson(
  gateway: string,
  person: string,
  folder: string,
): Promise<CommandLinePerson> {
  const home = join(folder, person);
  await mkdir(home, { mode: 0o700 });
  const environment = { HOME: home, XDG_CONFIG_HOME: home, XDG_RUNTIME_DIR: home, NO_COLOR: '1' };
  const child = spawn(process.execPath, [program, 'login', '--no-browser', '--gateway', gateway], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let said = '';
  let walk: Promise<unknown> | undefined;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    const url = /^http\S+$/m.exec(said)?.[0];
    if (url === undefined || walk !== undefined) return;
    const redirect = new URL(url).searchParams.get('redirect_uri') ?? '';
    walk = new SignInBrowser()
      .signIn(url, redirect, { login: person, password: person })
      .then((back) => fetch(back));
  });
  const code = await ended;
  await walk;
  if (code !== 0) throw new Error(`vectorgate login ended with ${code}: ${said}`);
  return {
    environment,
    run: (...args) => runVectorgate(args, environment),
    signOut: async () => {
      await runVectorgate(['logout'], environment);
    },
  };
}
