import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyReply, PolicyRequest } from './policy-messages.ts';
import { PolicyService, type WorkerPort } from './policy-service.ts';

/** A worker that answers when it is told to. */
class Worker implements WorkerPort {
  readonly asked: PolicyRequest[] = [];
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;
  isEnded = false;
  terminate(): void {
    this.isEnded = true;
  }
  postMessage(request: PolicyRequest): void {
    this.asked.push(request);
  }
  answer(data: PolicyReply): void {
    this.onmessage?.({ data } as MessageEvent<PolicyReply>);
  }
}

test('each answer goes to its question', async () => {
  const worker = new Worker();
  const service = new PolicyService(() => worker);
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
  const service = new PolicyService(() => worker);
  const before = service.ask('format', 'a');
  worker.onerror?.({ message: 'blocked' } as ErrorEvent);
  const why = /Policies cannot be checked in this browser: blocked\./;
  await assert.rejects(before, why);
  await assert.rejects(service.ask('format', 'a'), why);
});

test('a worker that failed is replaced when it is asked again, but not with every question', async () => {
  const workers: Worker[] = [];
  let now = 0;
  const service = new PolicyService(
    () => {
      const worker = new Worker();
      workers.push(worker);
      return worker;
    },
    () => now,
  );
  service.onRenewed(() => void service.ask('live', null));
  const generation = service.generation;
  const lost = service.ask('format', 'a');
  workers[0]?.onerror?.({ message: 'out of memory' } as ErrorEvent);
  const why = /out of memory\. It is started anew .* reload the page\./;
  await assert.rejects(lost, why);
  assert.deepEqual([workers[0]?.isEnded, service.generation], [true, undefined]);
  now += 1_000;
  await assert.rejects(service.ask('format', 'a'), why);
  assert.equal(workers.length, 1);
  now += 10_000;
  const again = service.ask('format', 'a');
  assert.deepEqual(
    workers[1]?.asked.map(({ kind }) => kind),
    ['live', 'format'],
  );
  // What the one before still says is about nothing that is asked now.
  workers[0]?.onerror?.({ message: 'late' } as ErrorEvent);
  workers[1]?.answer({ id: workers[1].asked[1]!.id, value: 'formatted' });
  assert.equal(await again, 'formatted');
  assert.ok(service.generation !== undefined && service.generation !== generation);
});

test('where none can be started that is told, and once it is ended none is started', async () => {
  let now = 0;
  let starts = 0;
  const service = new PolicyService(
    () => {
      starts++;
      throw new Error('workers are blocked here.');
    },
    () => now,
  );
  await assert.rejects(service.ask('format', 'a'), /in this browser: workers are blocked here\. It is/);
  now += 10_000;
  await assert.rejects(service.ask('format', 'a'), /blocked here/);
  service.dispose();
  now += 10_000;
  await assert.rejects(service.ask('format', 'a'), /blocked here/);
  assert.equal(starts, 2);
});
