import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { pythonProgram } from '@vectorgate/demo';
import { ClientBroker } from '../harness/client-broker.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { askSocket } from './jupyter/ask-socket.ts';
import {
  askBroker,
  type BrokerKind,
  type BrokerWorld,
  brokerKinds,
  doorOf,
  program,
  startBrokerWorld,
} from './jupyter/broker-world.ts';

const run = promisify(execFile);
const nobody = 65534;
/** Machines that build run as root; a person's own test does without other users. */
const isRoot = process.getuid?.() === 0;

for (const kind of brokerKinds) describe(`the broker of the ${kind}`, () => attackSocket(kind));

function attackSocket(kind: BrokerKind): void {
  let at: BrokerWorld;
  before(async () => {
    at = await startBrokerWorld(kind);
  });
  after(() => at?.close());

  /** What came back, without what must not be shown. */
  const short = (text: string): string => /"code": ?"(\w+)"/.exec(text)?.[1] ?? text.trim().slice(0, 80);
  const judged = (text: string): { passed: boolean; seen: string } => {
    const found = at.issued.in(text);
    return { passed: found !== undefined, seen: found ?? short(text) };
  };

  const isAnas = async (): Promise<void> => {
    const { text } = await askBroker(at.ana, {});
    const { token } = JSON.parse(text) as { token: string };
    const me = (await (await at.world.api(token, '/api/v1/me')).json()) as { identity: { subject: string } };
    assert.equal(me.identity.subject, 'ana');
  };

  const asUser = async (user: number, path: string, key: string): Promise<string> => {
    const request = JSON.stringify({ v: 1, key, op: 'token' });
    return (await run(pythonProgram(), [program('as_other_user.py'), path, request, String(user)])).stdout;
  };

  test('who asks the broker', async (context) => {
    const { path, key } = doorOf(at.ana);
    const other = doorOf(at.omar).key;
    await isAnas();
    assert.notEqual(
      judged(await asUser(0, path, key)).passed,
      false,
      'the same program, as its owner, gets a token',
    );
    const keys: Readonly<Record<string, unknown>> = {
      'no key': undefined,
      'an empty key': '',
      'a key without its last character': key.slice(0, -1),
      'a key with one character more': `${key}A`,
      'a key in capitals': key.toUpperCase(),
      'null for a key': null,
      'a number for a key': 0,
      'true for a key': true,
      'the key in a list': [key],
      'the key in an object': { key },
      'a lone surrogate': '\ud800',
      'a key of 60 KB': 'A'.repeat(60_000),
      'the key of another person’s broker': other,
    };
    const otherUser: readonly Attack[] = isRoot
      ? [
          {
            name: 'another user with the right key',
            run: async () => judged(await asUser(nobody, path, key)),
          },
          {
            name: 'another user with the right key, after an administrator opened folder and socket',
            run: async () => {
              await chmod(dirname(path), 0o755);
              await chmod(path, 0o666);
              try {
                return judged(await asUser(nobody, path, key));
              } finally {
                await chmod(path, 0o600);
                await chmod(dirname(path), 0o700);
              }
            },
          },
        ]
      : [];
    await tryAll(
      context,
      `The socket of the ${kind}’s broker: nobody but its owner’s processes with its key gets a token`,
      [
        ...otherUser,
        ...Object.entries(keys).map(
          ([name, given]): Attack => ({
            name,
            run: async () => judged((await askBroker(at.ana, { key: given })).text),
          }),
        ),
        {
          name: 'a good key once, then a wrong one on the same connection',
          run: async () => {
            // What comes after the wrong key is not read any more: only the first answer may have a token.
            const lines = [{ key, op: 'hello' }, { key: 'x' }, { key }].map((one) =>
              JSON.stringify({ v: 1, op: 'token', ...one }),
            );
            const { text } = await askSocket(path, `${lines.join('\n')}\n`, 5_000, 3);
            return judged(text);
          },
        },
      ],
    );
    await isAnas();
  });

  test('a kernel asks for what is not its person’s', async (context) => {
    const anas = new Set(at.issued.access);
    const { text } = await askBroker(at.omar, {});
    const omars = (JSON.parse(text) as { token: string }).token;
    anas.delete(omars);
    const fields: readonly Readonly<Record<string, unknown>>[] = [
      { person: 'omar' },
      { subject: 'omar', sub: 'omar', user: 'omar' },
      { kernel: 'omars-kernel', session: '01JD8Z6Q4MX3V7H2K9RBT5WYCN', pid: 1 },
      { refused: omars },
      { op: 'refresh' },
      { op: 'refresh-token' },
      { op: 'sign-in', login: 'omar' },
      { op: 'callback', url: 'http://127.0.0.1/callback?code=x&state=y' },
      { op: 'sign-out' },
      { op: 'status' },
      { op: ['token'] },
      { op: 'TOKEN' },
      { op: null },
      { v: 0 },
      { v: 2, op: 'token' },
      { v: '1', op: 'token' },
    ];
    await tryAll(
      context,
      `The broker of the ${kind}: one person’s access token is all that there is to have`,
      [
        ...fields.map(
          (given): Attack => ({
            name: JSON.stringify(given).replace(omars, 'OMAR’S TOKEN'),
            run: async () => {
              const said = (await askBroker(at.ana, given)).text;
              const isRefresh = at.issued.refresh.some((token) => said.includes(token));
              const passed = isRefresh || said.includes(omars);
              return {
                passed,
                seen: at.issued.in(said) === undefined ? short(said) : 'her own access token',
              };
            },
          }),
        ),
      ],
    );
    await isAnas();
    assert.equal((await at.ana.status()).signedIn, true, 'no line of a kernel signed her out');
  });
}

test('squatted places', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-squat-'));
  try {
    const { stdout } = await run(pythonProgram(), [program('squatted_places.py'), folder]);
    type Seen = { readonly name: string; readonly heard: boolean; readonly told: string };
    const { control, attempts } = JSON.parse(stdout) as { control: Seen; attempts: readonly Seen[] };
    assert.deepEqual([control.heard, control.told], [true, 'believed'], 'what is in order is spoken to');
    await tryAll(
      context,
      'The shim: no key is spoken, and no answer believed, where somebody else may sit',
      attempts.map(({ name, heard, told }) => ({
        name,
        run: async () => ({ passed: heard || told === 'believed' || told === 'answered', seen: told }),
      })),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('where a broker would put its socket', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-base-'));
  // Nothing listens there: where its socket lies is the broker's first thought.
  const gateway = 'http://127.0.0.1:9';
  const broker = [
    pythonProgram(),
    ['-m', 'vectorgate_jupyter.broker', '--gateway', gateway, '--runtime'],
  ] as const;
  /** Starts a broker there, whose input ends at once. */
  const started = (base: string): Promise<string> =>
    new Promise((done) => {
      const child = execFile(broker[0], [...broker[1], base], (error, stdout, stderr) =>
        done(error === null ? stdout : stderr),
      );
      child.stdin?.end();
    });
  /** The same with the client library's. */
  const startedClient = async (base: string): Promise<string> => {
    try {
      const made = await ClientBroker.start(gateway, { runtimeFolder: base });
      await made.stop();
      return '"ready": true';
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };
  const place = async (name: string, mode: number): Promise<string> => {
    const made = join(folder, name);
    await mkdir(made);
    await chmod(made, mode);
    return made;
  };
  const bases: Record<string, string> = {
    'a folder that everybody may write': await place('open', 0o777),
    'a folder that the group may write': await place('group', 0o770),
    'a folder that is not there': join(folder, 'nothing'),
    'a path that is too long': await place('x'.repeat(90), 0o700),
  };
  const good = await place('good', 0o700);
  await symlink(good, join(folder, 'link'));
  bases['a link'] = join(folder, 'link');
  if (isRoot) {
    bases['another user’s folder'] = await place('others', 0o755);
    await run('chown', [String(nobody), bases['another user’s folder']]);
  }
  try {
    for (const [kind, start] of [
      ['Jupyter server', started],
      ['client library', startedClient],
    ] as const) {
      assert.match(await start(good), /"ready": true/);
      await tryAll(
        context,
        `The broker of the ${kind}: no socket is made where others could put theirs`,
        Object.entries(bases).map(([name, base]) => ({
          name,
          run: async () => {
            const said = await start(base);
            return {
              passed: said.includes('"ready"'),
              seen: said.replaceAll(folder, '…').split('\n')[0] ?? '',
            };
          },
        })),
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
