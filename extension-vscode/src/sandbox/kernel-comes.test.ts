import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SandboxStanding } from '@vectorgate/replay-ui/host';
import { type KernelCame, kernelComes } from './kernel-comes.ts';
import type { FromSandbox } from './sandbox-messages.ts';
import { Sandboxes, type SandboxOf } from './sandboxes.ts';

const counts = { steps: 1, answered: 0, missing: 0, again: 0, notAsked: 1, notAnswered: 0, latest: [] };
const ready: SandboxStanding = {
  state: 'ready',
  address: 'http://127.0.0.1:1',
  names: ['a:1'],
  counts: { ...counts, programs: 0 },
};
const here: SandboxOf = { session: 'A' };
const other: SandboxOf = { session: 'B' };

/** Two sandboxes that are ready; what they tell is in the test's hands. */
function world() {
  const hear = new Map<string, (told: FromSandbox) => void>();
  const sandboxes = new Sandboxes(
    async ({ session }, listen) => {
      hear.set(session, listen);
      return { stop: () => {}, ended: Promise.resolve() };
    },
    () => true,
    () => true,
  );
  const tell = ({ session }: SandboxOf, pids: readonly number[], standing = ready): void =>
    hear.get(session)!({
      kind: 'standing',
      standing,
      programs: pids.map((pid) => ({ pid, kernel: `k${pid}`, since: 1 })),
    });
  for (const one of [here, other]) {
    sandboxes.start(one);
    tell(one, []);
  }
  return { sandboxes, tell, hear };
}

/** What it resolved to so far. */
async function soFar(waiting: Promise<KernelCame>): Promise<KernelCame | 'waits'> {
  return Promise.race([waiting, new Promise<'waits'>((resolve) => setImmediate(resolve, 'waits'))]);
}

test('a kernel of this sandbox that is new is the one that came', async () => {
  const { sandboxes, tell } = world();
  tell(here, [1]);
  const waiting = kernelComes(sandboxes, here, new AbortController().signal);
  tell(here, [1]);
  assert.equal(await soFar(waiting), 'waits', 'it was there before');
  tell(here, [1, 2]);
  assert.deepEqual(await waiting, { pid: 2 });
});

test('kernels of another sandbox and programs that are no kernel are not waited for', async () => {
  const { sandboxes, tell, hear } = world();
  const waiting = kernelComes(sandboxes, here, new AbortController().signal);
  tell(other, [7]);
  hear.get('A')!({ kind: 'standing', standing: ready, programs: [{ pid: 8, kernel: undefined, since: 1 }] });
  assert.equal(await soFar(waiting), 'waits');
  tell(here, [9]);
  assert.deepEqual(await waiting, { pid: 9 });
});

test('a sandbox that ends, or starts anew, takes no kernel any more', async () => {
  const { sandboxes, tell } = world();
  const ended = kernelComes(sandboxes, here, new AbortController().signal);
  const ends: SandboxStanding = { state: 'ended', counts: { ...counts, programs: 0 } };
  tell(here, [], ends);
  assert.equal(await ended, 'ended');
  assert.equal(await kernelComes(sandboxes, here, new AbortController().signal), 'ended');
});

test('whoever leaves off waits no more', async () => {
  const { sandboxes, tell } = world();
  const leading = new AbortController();
  const waiting = kernelComes(sandboxes, here, leading.signal);
  leading.abort();
  tell(here, [3]);
  assert.equal(await waiting, 'left');
  assert.equal(await kernelComes(sandboxes, here, leading.signal), 'left');
});
