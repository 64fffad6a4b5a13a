import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SandboxStanding } from '@vectorgate/replay-ui/host';
import type { SandboxServer, ServerSandbox } from '../server/sandbox-server.ts';
import { ServerProblem } from '../server/server-problem.ts';
import { LabSandboxes } from './lab-sandboxes.ts';

const session = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Sandboxes of a server that keeps what it is told to, and refuses where `refuses` says so. */
function world(refuses = false, runs: Promise<void> = Promise.resolve()) {
  let all: readonly ServerSandbox[] = [];
  const asked: unknown[] = [];
  const told = async (act: string, ...given: readonly unknown[]): Promise<readonly ServerSandbox[]> => {
    asked.push([act, ...given]);
    if (refuses)
      throw new ServerProblem({ code: 'signed_out', message: 'you are not signed in.', next: 'Sign in.' });
    return all;
  };
  const server = {
    all: () => told('all'),
    start: (...given: readonly unknown[]) => {
      all = [{ session, archive: null, standing: { state: 'failed', message: 'No.', remedy: 'Do.' } }];
      return told('start', ...given);
    },
    stop: (of: unknown) => told('stop', of),
    dismiss: (of: unknown) => {
      all = [];
      return told('dismiss', of);
    },
    code: async () => '',
  } as unknown as SandboxServer;
  const sandboxes = new LabSandboxes({
    server,
    runOf: async (one) => {
      await runs;
      return { query: `kernel:${one}`, everybody: true };
    },
    lead: async () => {},
  });
  const states: (string | undefined)[] = [];
  const watch = (archive: string | null) =>
    sandboxes.of(archive).watch(session, (standing: SandboxStanding | undefined) => {
      states.push(standing?.state);
    });
  return { sandboxes, asked, states, watch };
}

test('one over a session is started with the export that has the whole program, one in a file by its path', async () => {
  const { sandboxes, asked } = world();
  sandboxes.of(null).start(session);
  sandboxes.of('a/b.vgsession').start(session);
  await turn();
  assert.deepEqual(
    asked.filter((one) => Array.isArray(one) && one[0] === 'start'),
    [
      ['start', { session, archive: 'a/b.vgsession' }],
      ['start', { session, archive: null }, { query: `kernel:${session}`, everybody: true }],
    ],
  );
});

test('how one stands is told to who watches it, and that it was forgotten', async () => {
  const { sandboxes, states, watch } = world();
  const stop = watch(null);
  sandboxes.of(null).start(session);
  await turn();
  sandboxes.of(null).dismiss(session);
  await turn();
  stop();
  assert.deepEqual(
    states.filter((state, at) => at === 0 || state !== states[at - 1]),
    [undefined, 'starting', 'failed', undefined],
  );
});

test('what keeps it from being asked for is told, though the server never heard of it', async () => {
  const { sandboxes, states, watch } = world(true);
  const stop = watch(null);
  sandboxes.of(null).start(session);
  await turn();
  assert.equal(states.at(-1), 'failed');
  stop();
});

test('one that is stopped before the server was asked for it never starts, and what is asked comes in its order', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { sandboxes, asked, states, watch } = world(false, promise);
  const stop = watch(null);
  await turn();
  asked.length = 0;
  sandboxes.of(null).start(session);
  sandboxes.of(null).stop(session);
  await turn();
  assert.deepEqual(asked, []);
  resolve();
  await turn();
  await turn();
  assert.deepEqual(asked, [['all'], ['stop', { session, archive: null }]]);
  assert.equal(states.at(-1), undefined);
  asked.length = 0;
  sandboxes.of(null).stop(session);
  sandboxes.of(null).start(session);
  await turn();
  await turn();
  assert.deepEqual(
    asked.map((one) => Array.isArray(one) && one[0]),
    ['stop', 'start'],
  );
  stop();
});
