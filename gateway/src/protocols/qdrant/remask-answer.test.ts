import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MaskObligation } from '@vectorgate/policy-schema';
import type { HttpRequest } from '../../engines/http/http-message.ts';
import { MaskLedger } from '../../masks/mask-ledger.ts';
import { qdrantProtocol } from './qdrant-protocol.ts';

const protocol = qdrantProtocol({
  maskKeys: { hash: new Uint8Array(32).fill(7), token: new Uint8Array(32).fill(8) },
});
const mask = (...paths: string[]): MaskObligation => ({
  fields: { paths },
  method: 'redact',
  filterable: true,
  rule: { policy: 'p', rule: 'r', file: 'p.policy.yaml', line: 1 },
});

/** What a bound caller gets, what a bound reader of an unbound caller's record does, and what was counted for it. */
async function bothWays(path: string, asked: object, result: unknown, ...masks: readonly MaskObligation[]) {
  const request: HttpRequest = {
    method: 'POST',
    path: ['collections', 'people', 'points', ...path.split('/')],
    query: [],
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(asked)),
  };
  const judged = await protocol.judge(request, {
    connection: 'vectors',
    enforced: true,
    memory: new Map(),
    ask: async () => ({ status: 200, headers: {}, body: Buffer.from('{"result":{"aliases":[]}}') }),
  });
  const { operations } = judged;
  const answer = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ result })),
  };
  const deliver = async (owed: readonly MaskObligation[]) =>
    (await judged.forward(operations.map(() => ({ masks: owed, rates: [] })))).deliver(answer);
  const bound = await deliver(masks);
  const ledger = new MaskLedger();
  const again = protocol.remask(operations, 200, (await deliver([])).body, masks, ledger);
  const read = (body: Uint8Array | undefined) => body && JSON.parse(Buffer.from(body).toString()).result;
  return {
    delivered: read(bound.response.body),
    shown: read(again),
    masked: bound.masked,
    counted: ledger.tallies(),
  };
}

const first = { id: 1, version: 0, score: 0, order_value: 52000 };
const byOrder = { order_by: 'salary', with_payload: false };

const olderAsked = {
  search: { vector: [0.5] },
  recommend: { positive: [1] },
  discover: { target: 1 },
} as const;

for (const [what, path, asked, result, masks] of [
  ['the value a scroll is ordered by', 'scroll', byOrder, { points: [first] }, [mask('salary')]],
  [
    'the value a query is ordered by',
    'query',
    { query: { order_by: 'salary' }, with_payload: false },
    { points: [first] },
    [mask('salary')],
  ],
  [
    'the value a query of a batch is ordered by',
    'query/batch',
    { searches: [{ query: { order_by: 'salary' } }, { query: [0.5] }] },
    [{ points: [first] }, { points: [{ id: 2, version: 0, score: 1 }] }],
    [mask('salary')],
  ],
  [
    'a document a scroll is ordered by',
    'scroll',
    { order_by: 'document' },
    { points: [first] },
    [mask('$document')],
  ],
  [
    'the value that a level below is ordered by',
    'query',
    { prefetch: [{ query: { order_by: 'salary' } }, { query: [0.5] }], query: { fusion: 'rrf' } },
    { points: [first] },
    [mask('salary')],
  ],
  [
    'a value of either field that levels below are ordered by',
    'query',
    {
      prefetch: [{ query: { order_by: 'age' } }, { query: { order_by: 'salary' } }],
      query: { fusion: 'rrf' },
    },
    { points: [first] },
    [mask('salary')],
  ],
  [
    'the value that groups are ordered by',
    'query/groups',
    { query: { order_by: 'salary' }, group_by: 'team' },
    { groups: [{ id: 'a', hits: [first] }] },
    [mask('salary')],
  ],
  [
    'what points are grouped by, and what was looked up for them',
    'query/groups',
    { query: [0.5], group_by: 'email', with_payload: false, with_lookup: 'others' },
    {
      groups: [
        { id: 'ana@example.com', hits: [{ id: 1, score: 1 }], lookup: { id: 'a', payload: { email: 'x' } } },
        { id: 'bo@example.com', hits: [{ id: 2, score: 1, payload: { email: 'bo@example.com' } }] },
      ],
    },
    [mask('email')],
  ],
  ...(['search', 'recommend'] as const).map(
    (older) =>
      [
        `what points of an older ${older} are grouped by`,
        `${older}/groups`,
        { ...olderAsked[older], group_by: 'email', group_size: 1, limit: 3 },
        { groups: [{ id: 'ana@example.com', hits: [{ id: 1, score: 1 }] }] },
        [mask('email')],
      ] as const,
  ),
  ...(['search', 'recommend', 'discover'] as const).map(
    (older) =>
      [
        `each ${older} of an older batch`,
        `${older}/batch`,
        {
          searches: [
            { ...olderAsked[older], limit: 3 },
            { ...olderAsked[older], limit: 3 },
          ],
        },
        [[{ id: 1, score: 1, payload: { email: 'ana@example.com' } }], []],
        [mask('email')],
      ] as const,
  ),
  ['ids alone leave that value', 'scroll', byOrder, { points: [first] }, [mask('$id')]],
  [
    'the id at which the next page begins',
    'scroll',
    {},
    { points: [{ id: 'a', payload: {} }], next_page_offset: 'b' },
    [mask('$id')],
  ],
] as const)
  test(`invariant 2: a recorded answer is masked again as it is delivered: ${what}`, async () => {
    const { delivered, shown, masked, counted } = await bothWays(path, asked, result, ...masks);
    assert.notDeepEqual(delivered, result);
    assert.deepEqual(shown, delivered);
    assert.deepEqual(counted, masked);
  });

test('where queries of a batch are ordered by two fields, a recorded value may be of either', async () => {
  const { shown, delivered } = await bothWays(
    'query/batch',
    { searches: [{ query: { order_by: 'salary' } }, { query: { order_by: 'age' } }] },
    [{ points: [first] }, { points: [first] }],
    mask('salary'),
  );
  const hidden = { points: [{ ...first, order_value: null }] };
  assert.deepEqual(shown, [hidden, hidden]);
  assert.deepEqual(delivered, [hidden, { points: [first] }]);
});
