import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyRequest } from '../worker/policy-messages.ts';
import { PolicyService, type WorkerPort } from '../worker/policy-service.ts';
import { PolicyText } from './policy-text.ts';

class Worker implements WorkerPort {
  readonly asked: string[] = [];
  onmessage: WorkerPort['onmessage'] = null;
  onerror: WorkerPort['onerror'] = null;
  terminate(): void {}
  postMessage({ kind }: PolicyRequest): void {
    this.asked.push(kind);
  }
}

test('a text is told once, and again to a worker that took the place of one that failed', () => {
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
  const text = new PolicyText(service, () => 'a.policy.yaml');
  const ask = (): void => void text.symbols('a: 1').catch(() => undefined);
  ask();
  ask();
  assert.deepEqual(workers[0]?.asked, ['put', 'symbols', 'symbols']);
  workers[0]?.onerror?.({ message: 'gone' } as ErrorEvent);
  // Too soon for another.
  ask();
  assert.equal(workers.length, 1);
  now += 20_000;
  ask();
  ask();
  assert.deepEqual(workers[1]?.asked, ['put', 'symbols', 'symbols']);
});
