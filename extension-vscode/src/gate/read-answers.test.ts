import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  connectionsOfDiscovery,
  readConnections,
  readRefused,
  readWho,
  withCollections,
} from './read-answers.ts';

const target = { collection: { is: 'one', name: 'customer-cases' } };

test('who: a person without a name is called by their subject; nobody is nobody', () => {
  const session = { id: '1', expires: '2026-11-26T19:00:00Z' };
  const who = readWho({ identity: { issuer: 'people', subject: 'ana', groups: ['analysts', 3] }, session });
  assert.deepEqual(who, {
    issuer: 'people',
    subject: 'ana',
    name: 'ana',
    groups: ['analysts'],
    until: Date.parse(session.expires),
    policyReader: false,
    reviews: [],
  });
  assert.equal(readWho({ identity: null }), undefined);
});

test('discovery tells each connection once, with all its names', () => {
  const entry = (name: string) => ({ name, connection: 'insights', store: 'chroma' });
  assert.deepEqual(connectionsOfDiscovery([entry('a:1'), entry('b:2')]), [
    { name: 'insights', store: 'chroma', knownAs: ['a:1', 'b:2'], mode: undefined, collections: [] },
  ]);
});

test('collections are those of the records, with classes, masked fields and refusals', () => {
  const connections = readConnections({
    connections: [{ name: 'insights', store: 'chroma', knownAs: ['a:1'], mode: 'enforce' }],
  });
  const record = (more: object) => ({
    connection: 'insights',
    operations: [{ name: 'query', classes: ['search'], targets: [target] }],
    masked: [{ field: 'email' }, { field: 'email' }, { field: 'phone' }],
    outcome: 'delivered',
    ...more,
  });
  const [found] = withCollections(connections, {
    records: [
      record({}),
      record({
        masked: [],
        operations: [{ name: 'get', classes: ['fetch', 'meta'], targets: [target] }],
      }),
      record({
        outcome: 'refused',
        masked: [],
        operations: [{ classes: ['delete-bulk'], targets: [target] }],
      }),
      record({ connection: 'other' }),
    ],
  });
  assert.deepEqual(found?.collections, [
    { name: 'customer-cases', classes: ['search', 'fetch'], maskedFields: 2, refused: 1 },
  ]);
});

test('a refusal without words is told by its code', () => {
  const header = {
    id: '01JD8Z6Q4MX3V7H2K9RBT5WYCN',
    time: '2026-11-26T10:00:00Z',
    connection: 'insights',
    operations: [{ name: 'query', classes: ['search'], targets: [target] }],
    decision: { effect: 'deny', code: 'no-permit' },
  };
  const reason = { what: 'search refused.', next: 'Ask.' };
  const [bare, told, empty] = readRefused({ records: [header, { ...header, reason }, {}] });
  assert.deepEqual([bare?.what, bare?.why, bare?.next], ['search customer-cases', 'no-permit', '']);
  assert.deepEqual([told?.why, told?.next], ['search refused.', 'Ask.']);
  assert.equal(empty?.what, 'request');
});

test('a person is called by a plain name everywhere, the Accounts menu too', () => {
  const who = readWho({ identity: { subject: 'ana', name: 'A\u202ena\n\u001b[31m' } });
  assert.equal(who?.name, 'A⟨RLO⟩na ⟨ESC⟩[31m');
});
