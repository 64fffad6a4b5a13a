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

test('where two queries of a batch are ordered by two fields, their answer is withheld', async () => {
  const { shown } = await bothWays(
    'query/batch',
    { searches: [{ query: { order_by: 'salary' } }, { query: { order_by: 'age' } }] },
    [{ points: [first] }, { points: [first] }],
    mask('salary'),
  );
  assert.equal(shown, undefined);
});
