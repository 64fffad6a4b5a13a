import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SandboxCounts, SandboxStanding } from '@vectorgate/replay-ui/host';
import type { FromSandbox } from './sandbox-messages.ts';
import { Sandboxes, type SandboxOf, type StartSandbox } from './sandboxes.ts';

const of: SandboxOf = { session: 'S' };
const counts: SandboxCounts = {
  steps: 2,
  answered: 0,
  missing: 0,
  again: 0,
  notAsked: 2,
  notAnswered: 0,
  latest: [],
  programs: 0,
};
const ready: SandboxStanding = { state: 'ready', address: 'http://127.0.0.1:1', names: ['a:1'], counts };

/** Sandboxes whose starts are in the test's hands. */
function world(trusted = true, isAlive: (pid: number) => boolean = () => true) {
  const starts: {
    readonly hear: (told: FromSandbox) => void;
    readonly signal: AbortSignal;
    readonly begin: () => void;
    readonly fail: (error: Error) => void;
    stopped: number;
  }[] = [];
  const start: StartSandbox = (_, hear, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<{ stop(): void; ended: Promise<void> }>();
    const ended = Promise.withResolvers<void>();
    const one = {
      hear,
      signal,
      stopped: 0,
      begin: () =>
        resolve({
          stop: () => {
            one.stopped += 1;
            hear({ kind: 'standing', standing: { state: 'ended', counts }, programs: [] });
            ended.resolve();
          },
          ended: ended.promise,
        }),
      fail: reject,
    };
    starts.push(one);
    return promise;
  };
  const sandboxes = new Sandboxes(start, () => trusted, isAlive);
  const told: (string | undefined)[] = [];
  sandboxes.onDidChange((_, standing) => told.push(standing?.state));
  return { sandboxes, starts, told };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('one for a session: it starts, is ready, ends with its numbers, and starts anew', async () => {
  const { sandboxes, starts, told } = world();
  sandboxes.start(of);
  sandboxes.start(of);
  assert.equal(starts.length, 1);
  starts[0]!.begin();
  await turn();
  starts[0]!.hear({ kind: 'environment', environment: { A: 'b' } });
  starts[0]!.hear({ kind: 'standing', standing: ready, programs: [{ pid: 7, kernel: 'k', since: 1 }] });
  assert.deepEqual(sandboxes.entry(of)?.environment, { A: 'b' });
  sandboxes.dismiss(of);
  assert.equal(sandboxes.entry(of)?.standing.state, 'ready', 'one that runs is not forgotten');
  sandboxes.stop(of);
  assert.deepEqual(told, ['starting', 'ready', 'ended']);
  assert.deepEqual(
    sandboxes.programs.map(({ pid }) => pid),
    [7],
    'whoever came stays led there',
  );
  sandboxes.start(of);
  assert.equal(starts.length, 2);
  // The last words of the one before are not those of the new one.
  starts[0]!.hear({ kind: 'standing', standing: ready, programs: [] });
  assert.equal(sandboxes.entry(of)?.standing.state, 'starting');
});

test('a start that is left off starts nothing', async () => {
  const { sandboxes, starts, told } = world();
  sandboxes.start(of);
  sandboxes.stop(of);
  assert.equal(starts[0]!.signal.aborted, true);
  starts[0]!.begin();
  await turn();
  assert.equal(starts[0]!.stopped, 1);
  assert.deepEqual(told, ['starting', undefined]);
  sandboxes.start(of);
  sandboxes.stop(of);
  starts[1]!.fail(new Error('too late'));
  await turn();
  assert.deepEqual(told, ['starting', undefined, 'starting', undefined]);
});

test('what keeps it from starting is told with the remedy; it can be forgotten', async () => {
  const { sandboxes, starts } = world();
  sandboxes.start(of);
  starts[0]!.fail(
    Object.assign(new Error('You are not signed in.'), { code: 'signed-out', next: 'Sign in.' }),
  );
  await turn();
  assert.deepEqual(sandboxes.entry(of)?.standing, {
    state: 'failed',
    message: 'You are not signed in.',
    remedy: 'Click "VectorGate: sign in" in the status bar.',
  });
  sandboxes.dismiss(of);
  assert.equal(sandboxes.entry(of), undefined);
});

test('in a folder that is not trusted nothing starts, and it says what to do', () => {
  const { sandboxes, starts } = world(false);
  sandboxes.start(of);
  assert.equal(starts.length, 0);
  const standing = sandboxes.entry(of)?.standing;
  assert.equal(standing?.state, 'failed');
  assert.match(standing?.state === 'failed' ? standing.remedy : '', /Manage Workspace Trust/);
});

test('who goes takes what they were shown along; archives stay', async () => {
  const { sandboxes, starts, told } = world();
  const inFile: SandboxOf = { session: 'S', archive: 'file:///a.vgsession' };
  for (const one of [of, inFile]) sandboxes.start(one);
  for (const one of starts) one.begin();
  await turn();
  for (const one of starts) one.hear({ kind: 'standing', standing: ready, programs: [] });
  assert.equal(sandboxes.leaveGateway(), 1);
  assert.equal(sandboxes.leaveGateway(), 0);
  assert.equal(sandboxes.entry(of), undefined);
  assert.equal(starts[0]!.stopped, 1);
  assert.equal(sandboxes.entry(inFile)?.standing.state, 'ready');
  await sandboxes.close();
  assert.equal(starts[1]!.stopped, 1);
  assert.equal(told.at(-1), 'ended');
});

test('a program that is gone is in no sandbox, which is told once; another of its number is, when it says so itself', async () => {
  const alive = new Set([7]);
  const { sandboxes, starts } = world(true, (pid) => alive.has(pid));
  const gone: [number, string][] = [];
  sandboxes.onDidLose(({ program, of: { session } }) => gone.push([program.pid, session]));
  const pids = (): readonly number[] => sandboxes.programs.map(({ pid }) => pid);
  const came = (since: number): void =>
    starts[0]!.hear({ kind: 'standing', standing: ready, programs: [{ pid: 7, kernel: 'k', since }] });
  sandboxes.start(of);
  starts[0]!.begin();
  await turn();
  came(5);
  sandboxes.look();
  assert.deepEqual([pids(), gone], [[7], []]);
  alive.clear();
  assert.deepEqual(pids(), []);
  sandboxes.look();
  sandboxes.look();
  assert.deepEqual(gone, [[7, 'S']]);
  // Its number is somebody else's now, and the sandbox tells the old word once more.
  alive.add(7);
  came(5);
  assert.deepEqual(pids(), []);
  came(6);
  assert.deepEqual(pids(), [7]);
  await sandboxes.close();
});
