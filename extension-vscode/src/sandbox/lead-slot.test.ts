import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Environment } from '../broker/inject-environment.ts';
import { LeadSlot } from './lead-slot.ts';

const first = { VECTORGATE_SANDBOX: '/a', VECTORGATE_SANDBOX_KEY: 'a' };
const second = { VECTORGATE_SANDBOX: '/b', VECTORGATE_SANDBOX_KEY: 'b' };
const own = { PATH: '/bin', PYTHONPATH: '/mine' };

test('a second lead to the same sandbox stays when the first ends late', () => {
  const environment: Environment = { ...own };
  const slot = new LeadSlot(environment);
  const endFirst = slot.lead(() => first);
  const endSecond = slot.lead(() => first);
  endFirst();
  assert.deepEqual(environment, { ...own, ...first });
  endSecond();
  assert.deepEqual(environment, own);
});

test('of two sandboxes nothing stays, whichever lead ends first', () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ] as const) {
    const environment: Environment = { ...own };
    const slot = new LeadSlot(environment);
    const ends = [slot.lead(() => first), slot.lead(() => second)];
    assert.deepEqual(environment, { ...own, ...second });
    ends[order[0]]!();
    assert.deepEqual(environment, order[0] === 0 ? { ...own, ...second } : own);
    ends[order[1]]!();
    assert.deepEqual(environment, own);
  }
});

test('a lead is made over the environment without the one before', () => {
  const environment: Environment = { ...own };
  const slot = new LeadSlot(environment);
  const put = ({ PYTHONPATH = '' }: Environment) => ({ PYTHONPATH: `/shim:${PYTHONPATH}` });
  slot.lead(put);
  const end = slot.lead(put);
  assert.equal(environment.PYTHONPATH, '/shim:/mine');
  end();
  assert.deepEqual(environment, own);
});
