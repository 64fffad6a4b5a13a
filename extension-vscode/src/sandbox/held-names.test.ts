import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GovernedName } from '@vectorgate/client';
import { GateProblem } from '../gate/problem.ts';
import { heldNames } from './held-names.ts';

const name: GovernedName = { name: 'chroma.internal:8000', connection: 'insights', store: 'chroma' };
const unreachable = Object.assign(new Error('The gateway does not answer.'), {
  code: 'gateway-unreachable',
  next: 'Wait.',
});

test('what the gateway governs is held; without a gateway nothing more than the recording names', async () => {
  assert.deepEqual(await heldNames(async () => [name], true), [name]);
  assert.deepEqual(await heldNames(async () => [], true), []);
});

test('no sandbox starts over an archive while nobody knows what its gateway governs', async () => {
  await assert.rejects(
    heldNames(() => Promise.reject(unreachable), true),
    (error: unknown) => {
      assert.ok(error instanceof GateProblem);
      assert.equal(error.code, 'names-unknown');
      assert.match(error.message, /which names it governs.* The gateway does not answer\./);
      assert.match(error.next, /^Check your network\..*vectorgate\.gateway/);
      assert.equal(error.cause, unreachable);
      return true;
    },
  );
  await assert.rejects(
    heldNames(() => Promise.reject(unreachable), false),
    unreachable,
  );
});
