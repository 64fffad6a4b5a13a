import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askToday, type DecideHere } from './ask-today.ts';

const verdict = {
  effect: 'deny',
  code: 'limit-exceeded',
  rules: [
    { policy: 'p', rule: 'read', file: 'p.policy.yaml', line: 7 },
    { policy: 'p', rule: 'own' },
  ],
  masks: [],
  filter: [],
} as const;
const decided = { before: verdict, now: verdict, changes: [], otherRules: false };
const ask = {
  connection: 'insights',
  operations: [{ name: 'collection_get', records: null }],
};

test('the gateway first, then the policies here, which are given what the gateway told', async () => {
  const asked: Parameters<DecideHere>[] = [];
  const paths: string[] = [];
  const said = await askToday(
    'R',
    async (path) => {
      paths.push(path);
      return { decided, revision: 'd', ask, decision: { effect: 'deny' } };
    },
    'gate.example',
    async (...given) => {
      asked.push(given);
      return { cannot: 'No policy is open here.' };
    },
  );
  assert.deepEqual(paths, ['/records/R/today']);
  assert.deepEqual(said, [
    { by: 'In force at gate.example', decided },
    { by: 'The policies here, as they stand in the editor', cannot: 'No policy is open here.' },
  ]);
  const [[given, named] = []] = asked;
  assert.deepEqual(named, ['p.policy.yaml'], 'where the rules stand that decided then');
  assert.equal(given?.ask.operations[0]?.records, Infinity, 'in JSON what is without end is null');
  assert.deepEqual(given?.recorded, { effect: 'deny' });
});

test('what the gateway does not tell is decided nowhere', async () => {
  const said = await askToday(
    'R',
    async () => ({
      decided: null,
      reason: 'Its content was forgotten.',
      revision: 'd',
      ask: null,
      decision: null,
    }),
    'gate.example',
    () => assert.fail('nothing is known of it'),
  );
  assert.deepEqual(said, [{ by: 'In force at gate.example', cannot: 'Its content was forgotten.' }]);
});

test('what the gateway said stands where the policies here cannot be asked', async () => {
  for (const here of [
    async () => Promise.reject(new Error('A policy cannot be read.')),
    () => {
      throw new Error('A policy cannot be read.');
    },
  ])
    assert.deepEqual(
      await askToday('R', async () => ({ decided, revision: 'd', ask, decision: {} }), 'gate.example', here),
      [
        { by: 'In force at gate.example', decided },
        {
          by: 'The policies here, as they stand in the editor',
          cannot: 'It cannot be decided here: A policy cannot be read.',
        },
      ],
    );
});
