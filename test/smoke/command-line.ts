import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type OpenDemo, SignInBrowser } from '@vectorgate/demo';
import { isRecord } from './told.ts';

const program = join(import.meta.dirname, '..', '..', 'client', 'bin', 'vectorgate.mjs');

/** One thing that the command line was to do, and whether it did. */
export interface CommandLineCheck {
  readonly title: string;
  readonly problem: string | undefined;
}

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `vectorgate` as one person; `heard` gets what it writes on standard error, as it comes. */
async function run(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  heard?: (text: string) => void,
): Promise<Ran> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    heard?.(err);
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('close', resolve);
  return { code: await promise, out, err };
}

/** Signs in as a person would, but for the browser: opens the address that `login` prints and follows it home. */
async function login(person: string, gateway: string, environment: NodeJS.ProcessEnv): Promise<Ran> {
  let walk: Promise<unknown> | undefined;
  const ran = await run(['login', '--no-browser', '--gateway', gateway], environment, (text) => {
    const url = /^http\S+$/m.exec(text)?.[0];
    if (url === undefined || walk !== undefined) return;
    const redirect = new URL(url).searchParams.get('redirect_uri') ?? '';
    walk = new SignInBrowser()
      .signIn(url, redirect, { login: person, password: person })
      .then((back) => fetch(back));
  });
  await walk;
  return ran;
}

const rowsOf = ({ out }: Ran, name: string): readonly Readonly<Record<string, unknown>>[] => {
  const said: unknown = JSON.parse(out);
  const list: unknown = isRecord(said) ? said[name] : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
};

const subjectOf = ({ who }: Readonly<Record<string, unknown>>): unknown =>
  isRecord(who) ? who.subject : undefined;

/** What people do with the command line after the calls: sign in, look at what was recorded, sign out. */
export async function checkCommandLine(
  { controlUrl: gateway, store: { knownAs } }: OpenDemo,
  folder: string,
): Promise<readonly CommandLineCheck[]> {
  const checks: CommandLineCheck[] = [];
  const check = (title: string, isRight: boolean, ran: Ran): void => {
    const said = `exit ${ran.code}; ${ran.err.trim() || ran.out.trim()}`.slice(0, 600);
    checks.push({ title, problem: isRight ? undefined : said });
  };
  const environmentOf = async (person: string): Promise<NodeJS.ProcessEnv> => {
    const home = join(folder, person);
    await mkdir(home, { mode: 0o700 });
    return { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_RUNTIME_DIR: home, NO_COLOR: '1' };
  };
  const ana = await environmentOf('ana');
  const rita = await environmentOf('rita');

  check(
    'whoami, signed out: exit 3',
    ...outcome(await run(['whoami', '--gateway', gateway], ana), ({ code }) => code === 3),
  );
  check(
    'login',
    ...outcome(await login('ana', gateway, ana), ({ code, out }) => code === 0 && out.includes('Ana Ruiz')),
  );
  check(
    'whoami',
    ...outcome(
      await run(['whoami'], ana),
      ({ code, out }) => code === 0 && /Ana Ruiz · groups analysts/.test(out),
    ),
  );
  check(
    'status',
    ...outcome(await run(['status'], ana), ({ code, out }) => code === 0 && out.includes(knownAs)),
  );

  const own = await run(['sessions', 'list', '--json'], ana);
  const sessions = own.code === 0 ? rowsOf(own, 'sessions') : [];
  check(
    'sessions list: one’s own only',
    sessions.length > 0 && sessions.every((one) => subjectOf(one) === 'ana'),
    own,
  );
  const id = String(sessions[0]?.id ?? '');
  const shown = await run(['sessions', 'show', id], ana);
  const isTold =
    shown.code === 0 &&
    ['▒ masked', '⊘ refused', 'limit-exceeded', 'customer-cases'].every((text) => shown.out.includes(text));
  check('sessions show: refused and masked steps', isTold, shown);
  check(
    'what is printed fits 80 columns',
    shown.out.split('\n').every((line) => line.length <= 80),
    shown,
  );

  await login('rita', gateway, rita);
  const all = await run(['sessions', 'list', '--all', '--json'], rita);
  const subjects = new Set(all.code === 0 ? rowsOf(all, 'sessions').map(subjectOf) : []);
  check(
    'sessions list --all: everybody’s, for a reviewer',
    ['ana', 'omar', 'ingest'].every((one) => subjects.has(one)),
    all,
  );
  const both = (all.code === 0 ? rowsOf(all, 'sessions') : [])
    .filter((one) => ['ana', 'omar'].includes(String(subjectOf(one))))
    .map(({ id }) => String(id));
  const [one = '', other = ''] = both;
  const compared = await run(['sessions', 'compare', one, other], rita);
  check(
    'sessions compare: two people’s steps beside each other, in 80 columns',
    compared.code === 0 &&
      /^before {2}/.test(compared.out) &&
      compared.out.includes('customer-cases') &&
      compared.out.split('\n').every((line) => line.length <= 80),
    compared,
  );
  const foreign = await run(['sessions', 'list', '--all', '--json'], ana);
  check('sessions list --all: refused to others', foreign.code === 4, foreign);

  check(
    'logout',
    ...outcome(await run(['logout'], ana), ({ code, out }) => code === 0 && out.startsWith('Signed out')),
  );
  check('whoami, after logout: exit 3', ...outcome(await run(['whoami'], ana), ({ code }) => code === 3));
  await run(['logout'], rita);
  return checks;
}

const outcome = (ran: Ran, isRight: (ran: Ran) => boolean): [boolean, Ran] => [isRight(ran), ran];
