import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordContent } from '../../records/record-content.ts';
import { testHeader } from '../../records/testing/test-header.ts';
import { stepContent } from './step-content.ts';
import { StepContents } from './step-contents.ts';

const record = (id: string): RecordContent => ({ header: testHeader({ id }), withheld: [] });

test('a step is asked for once, the oldest are forgotten, a failure is not kept', async () => {
  const asked: string[] = [];
  const contents = new StepContents(async (id) => {
    asked.push(id);
    if (id === 'bad' && asked.length === 1) throw new Error('gone');
    return record(id);
  });
  await assert.rejects(contents.get('bad'), /gone/);
  assert.equal((await contents.get('bad')).record.header.id, 'bad');
  contents.prepare('a');
  await contents.get('a');
  for (let at = 0; at < 8; at++) await contents.get(`s${at}`);
  await contents.get('a');
  assert.deepEqual(asked, ['bad', 'bad', 'a', ...Array.from({ length: 8 }, (_, at) => `s${at}`), 'a']);
});

test('a request that was withheld or forgotten makes no call', () => {
  const parts = [{ name: 'request', hash: 'h', size: 3 }];
  assert.equal(stepContent({ header: testHeader({ parts }), withheld: [] }).call, undefined);
  assert.notEqual(
    stepContent({ header: testHeader({ parts }), request: { value: { n_results: 1 } }, withheld: [] }).call,
    undefined,
  );
});
