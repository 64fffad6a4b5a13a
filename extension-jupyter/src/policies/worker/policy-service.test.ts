import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyReply, PolicyRequest } from './policy-messages.ts';
import { PolicyService, type WorkerPort } from './policy-service.ts';

/** A worker that answers when it is told to. */
class Worker implements WorkerPort {
  readonly asked: PolicyRequest[] = [];
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;
  terminate(): void {}
  postMessage(request: PolicyRequest): void {
    this.asked.push(request);
  }
  answer(data: PolicyReply): void {
    this.onmessage?.({ data } as MessageEvent<PolicyReply>);
  }
}

test('each answer goes to its question', async () => {
  const worker = new Worker();
  const service = new PolicyService(worker);
  const [first, second] = [service.ask('format', 'a'), service.ask('hover', 'a', 3)];
  assert.deepEqual(
    worker.asked.map(({ kind, args }) => [kind, args]),
    [
      ['format', ['a']],
      ['hover', ['a', 3]],
    ],
  );
  worker.answer({ id: 1, value: 'second' });
  worker.answer({ id: 0, problem: 'it went wrong' });
  assert.equal(await second, 'second');
  await assert.rejects(first, /it went wrong/);
});

test('where no worker runs, every question is told so', async () => {
  const worker = new Worker();
  const service = new PolicyService(worker);
  const before = service.ask('format', 'a');
  worker.onerror?.({ message: 'blocked' } as ErrorEvent);
  const why = /Policies cannot be checked in this browser: blocked\./;
  await assert.rejects(before, why);
  await assert.rejects(service.ask('format', 'a'), why);
});
