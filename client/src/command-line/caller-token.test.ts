import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ClientError } from '../errors/client-error.ts';
import { askKeeper } from '../keeper/ask-keeper.ts';
import { keep } from '../keeper/keep.ts';
import { keeperHolder } from '../keeper/keeper-holder.ts';
import { socketPath } from '../keeper/socket-path.ts';
import { callerToken } from './caller-token.ts';
import { runCommand } from './run-command.ts';

const gateway = 'http://127.0.0.1:9';
let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-caller-'));
  await writeFile(join(folder, 'token'), 'of-the-workload\n');
  process.env.XDG_RUNTIME_DIR = folder;
  process.env.VECTORGATE_TOKEN_FILE = join(folder, 'token');
});
after(() => rm(folder, { recursive: true, force: true }));

/** Does `work` beside the keeper of somebody's sign-in, whose tokens come out of `token`. */
async function signedInWhile(
  token: () => Promise<{ accessToken: string; expires: number }>,
  work: () => Promise<void>,
): Promise<void> {
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const over = keep({ token, end: async () => {} }, await socketPath(gateway), resolve);
  await ready;
  try {
    await work();
  } finally {
    await askKeeper(gateway, { op: 'sign-out' });
    await over;
  }
}

function listening() {
  const said: string[] = [];
  return { said, terminal: { err: (text: string) => void said.push(text) } };
}

const silent = { out: () => {}, err: () => {}, colour: false, now: Date.now };

test('where nobody is signed in the workload’s token serves, and that is said once', async () => {
  const { said, terminal } = listening();
  const token = callerToken(gateway, terminal);
  assert.deepEqual([await token(), await token()], ['of-the-workload', 'of-the-workload']);
  assert.deepEqual(said, [
    'VectorGate: nobody is signed in; VECTORGATE_TOKEN_FILE gives this command its token.\n',
  ]);
});

test('somebody who is signed in goes before the workload, and that is said', async () => {
  const { said, terminal } = listening();
  const token = callerToken(gateway, terminal);
  await signedInWhile(
    async () => ({ accessToken: 'of-ana', expires: Date.now() + 60_000 }),
    async () => assert.equal(await token(), 'of-ana'),
  );
  assert.deepEqual(said, [
    'VectorGate: you are signed in, so this command is yours; VECTORGATE_TOKEN_FILE is not used.\n',
  ]);
});

for (const [what, error, code] of [
  [
    'the gateway does not answer a refresh',
    new ClientError('gateway-unreachable', 'The gateway does not answer.', 'Check that it runs.'),
    'gateway-unreachable',
  ],
  ['their keeper fails', new Error('out of order'), 'keeper-failed'],
] as const)
  test(`the workload does not act for somebody who is signed in while ${what}`, async () => {
    const fails = async (): Promise<never> => {
      throw error;
    };
    const { said, terminal } = listening();
    await signedInWhile(fails, async () => {
      await assert.rejects(callerToken(gateway, terminal)(), { code });
      const command = [process.execPath, '-e', ''];
      await assert.rejects(runCommand(command, { gateway }, silent), { code });
      await assert.rejects(keeperHolder(gateway).signedIn(), { code });
    });
    assert.deepEqual(said, []);
  });

test('where no sign-in can be kept the workload’s token serves', async () => {
  process.env.XDG_RUNTIME_DIR = '/sys/vectorgate-no-such-place';
  try {
    const { said, terminal } = listening();
    assert.equal(await callerToken(gateway, terminal)(), 'of-the-workload');
    assert.match(said.join(''), /^VectorGate: nobody is signed in; /);
  } finally {
    process.env.XDG_RUNTIME_DIR = folder;
  }
});
