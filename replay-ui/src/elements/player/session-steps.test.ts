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
