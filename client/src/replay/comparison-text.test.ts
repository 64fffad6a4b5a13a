import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSessions } from '@vectorgate/replay-ui/compare';
import type { RecordHeader } from '@vectorgate/replay-ui/host';
import { stepsOf } from '@vectorgate/replay-ui/records';
import { comparisonText } from './comparison-text.ts';

const scope = { is: 'one', name: 'd' } as const;

function header(id: string, changes: Partial<RecordHeader>, collection = 'cases'): RecordHeader {
  const target = {
    tenant: scope,
    database: scope,
    namespace: scope,
    collection: { is: 'one', name: collection },
  } as const;
  return {
    id,
    kind: 'outcome',
    session: 'S',
    time: `2026-11-20T09:12:0${id.slice(-1)}.000Z`,
    who: { issuer: 'people', subject: 'ana', name: 'Ana \u202eRuiz', kind: 'person', groups: [] },
    client: { address: '127.0.0.1' },
    connection: 'insights',
    store: 'chroma',
    operations: [{ name: 'collection_query', classes: ['search'], targets: [target], topK: 10 }],
    decision: {
      effect: 'allow',
      rules: [{ policy: 'p', rule: 'read' }],
      revision: { digest: 'd' },
      mode: 'enforce',
    },
    masked: [],
    changes: [],
    outcome: 'delivered',
    sizes: { request: 1, response: 1 },
    parts: [],
    ...changes,
  };
}

const terminal = {
  out: () => assert.fail('it makes a text'),
  err: () => assert.fail('it makes a text'),
  colour: false,
  now: () => Date.parse('2026-11-20T11:12:00Z'),
};

test('what is the same, what differs and what only one has, each with its numbers, in 80 columns', () => {
  const refused = {
    outcome: 'refused',
    decision: { effect: 'deny', code: 'no-permit', rules: [], revision: { digest: 'd' }, mode: 'enforce' },
  } as const;
  const before = stepsOf([header('a1', {}), header('a2', refused), header('a3', {}, 'maps')]);
  const now = stepsOf([
    header('b1', {}),
    header('b2', {
      masked: [{ field: 'a-field-of-a-long-name', method: 'partial', count: 1 }],
      changes: ['filter on tenant added'],
    }),
    header('b3', {}, 'docs'),
  ]);
  const numbers = new Map([...before, ...now].map(({ header: { id } }) => [id, Number(id.slice(1))]));
  const text = comparisonText(compareSessions(before, now), [before[0], now[0]], numbers, terminal);
  assert.equal(
    text,
    `before  Ana \\u{202e}Ruiz · insights · 3 steps, 1 refused, 0 masked · 1 h ago
now     Ana \\u{202e}Ruiz · insights · 3 steps, 0 refused, 1 masked · 1 h ago
1 the same, 1 differs in effect, 1 only before, 1 only now.
collections only before: maps
collections only now: docs
masks only now: a-field-of-a-long-name partial

=  1  1  ✓ allowed search cases, top-k 10; read
≠  2  2  effect, masks, what was changed, rules
         before ⊘ refused search cases, top-k 10; no-permit
         now    ▒ masked search cases, top-k 10; read, filter on tenant added,
         a-field-of-a-long-name partial
−  3     ✓ allowed search maps, top-k 10; read
+     3  ✓ allowed search docs, top-k 10; read
`,
  );
});

test('that the steps are beside each other by their order alone is said', () => {
  const steps = stepsOf([header('a1', {})]);
  const compared = { ...compareSessions(steps, []), best: false };
  const text = comparisonText(compared, [steps[0], undefined], new Map([['a1', 1]]), terminal);
  assert.match(text, /^now {5}0 steps, 0 refused, 0 masked$/m);
  assert.match(
    text.replaceAll('\n', ' '),
    /beside each other as far as their order shows: other pairs may fit better/,
  );
});

test('sessions of any length have room for their numbers', () => {
  const steps = stepsOf([header('a1', {})]);
  const numbers = new Map(Array.from({ length: 200_000 }, (_, at) => [`a${at + 1}`, at + 1] as const));
  const text = comparisonText(compareSessions(steps, steps), [steps[0], steps[0]], numbers, terminal);
  assert.match(text, /^= {7}1 {7}1 {2}✓ allowed search cases/m);
});
