import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplayHost } from '../../host/replay-host.ts';
import { testHeader } from '../../records/testing/test-header.ts';
import { SessionSteps } from './session-steps.ts';

type Page = Awaited<ReturnType<ReplayHost['listRecords']>>;

test('what is read again shows at once that it is read, and goes on where it stopped', async () => {
  const asked: PromiseWithResolvers<Page>[] = [];
  const cursors: (string | undefined)[] = [];
  const host = {
    listRecords: ({ cursor }: { cursor?: string }) => {
      const page = Promise.withResolvers<Page>();
      asked.push(page);
      cursors.push(cursor);
      return page.promise;
    },
  } as unknown as ReplayHost;
  let shown: string[] = [];
  const steps: SessionSteps = new SessionSteps({
    known: () => shown.push(`${steps.all?.length} steps`),
    changed: () => shown.push(steps.trouble?.message ?? 'no trouble'),
  });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  steps.load(host, 'session');
  asked[0]?.reject(new Error('gone'));
  await settled();
  assert.deepEqual(shown, ['gone']);
  shown = [];
  steps.again();
  assert.deepEqual(shown, ['no trouble']);
  asked[1]?.resolve({ items: [testHeader({ id: 'a' })], next: 'more' });
  await settled();
  asked[2]?.reject(new Error('gone again'));
  await settled();
  steps.again();
  asked[3]?.resolve({ items: [testHeader({ id: 'b' })] });
  await settled();
  assert.deepEqual(shown.slice(-3), ['gone again', 'no trouble', '2 steps']);
  assert.deepEqual(cursors, [undefined, undefined, 'more', 'more']);
});

test('going from step to step leaves the list of steps as it is, until another one shows', async () => {
  const [operation] = testHeader().operations;
  const meta = testHeader({ id: 'a', operations: [{ ...operation!, classes: ['meta'] }] });
  const items = [meta, testHeader({ id: 'b' }), testHeader({ id: 'c' })];
  const steps = new SessionSteps({ known: () => {}, changed: () => {} });
  steps.load({ listRecords: async () => ({ items }) } as unknown as ReplayHost, 'session');
  await new Promise((resolve) => setImmediate(resolve));
  const at = (open: string): readonly string[] => steps.shown(open, new Map()).map(({ header }) => header.id);
  const shown = steps.shown('b', new Map());
  assert.equal(steps.shown('c', new Map()), shown);
  assert.deepEqual(at('c'), ['b', 'c']);
  assert.deepEqual(at('a'), ['a', 'b', 'c']);
  assert.deepEqual(at('b'), ['b', 'c']);
});
