import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testHeader } from '../records/testing/test-header.ts';
import { gatewayRecords } from './gateway-records.ts';

const asking = (answer: (path: string) => unknown, reviewer = true) => {
  const paths: string[] = [];
  return {
    paths,
    reader: gatewayRecords(async (path) => {
      paths.push(path);
      return answer(path);
    }, reviewer),
  };
};

test('a short session comes in one answer, a long one by pages of a search', async () => {
  const session = (records: number) => ({ session: { records }, records: [testHeader()] });
  const short = asking(() => session(3));
  assert.equal((await short.reader.listRecords({ session: 'S' })).next, undefined);
  assert.deepEqual(short.paths, ['/sessions/S']);
  const long = asking((path) =>
    path.startsWith('/sessions') ? session(5_000) : { records: [], next: 'c2' },
  );
  assert.equal((await long.reader.listRecords({ session: 'S' })).next, 'c2');
  await long.reader.listRecords({ session: 'S', cursor: 'c2' });
  assert.deepEqual(long.paths, [
    '/sessions/S',
    '/records?query=session%3AS&limit=200&all=1',
    '/records?query=session%3AS&limit=200&cursor=c2&all=1',
  ]);
});

test('everybody’s is asked for only when wanted', async () => {
  const { reader, paths } = asking(() => ({ sessions: [] }));
  await reader.listSessions({ everybody: false });
  await reader.listSessions({ everybody: true, cursor: 'a b' });
  assert.deepEqual(paths, ['/sessions?limit=100', '/sessions?all=1&cursor=a+b&limit=100']);
});

test('parts that are not there are absent; text stays text', async () => {
  const { reader } = asking(() => ({
    header: testHeader(),
    decision: null,
    operations: null,
    request: null,
    response: 'no JSON',
    withheld: [{ part: 'request', reason: 'why' }],
  }));
  const record = await reader.getRecord('R');
  assert.deepEqual(Object.keys(record).sort(), ['header', 'response', 'withheld']);
  assert.deepEqual(record.response, { text: 'no JSON' });
});

test('what was masked in the answer comes with it, from gateways that tell it', async () => {
  const masked = [{ field: '$document', method: 'hash', found: ['email'], count: 1 }];
  const answer = { header: testHeader({ masked }), response: {}, withheld: [] };
  const { reader } = asking(() => ({ ...answer, masked }));
  assert.deepEqual((await reader.getRecord('R')).masked, masked);
  const { reader: before } = asking(() => answer);
  assert.equal((await before.getRecord('R')).masked, undefined);
});
