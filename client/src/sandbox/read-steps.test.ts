import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ArchivedRecord, ArchivePartName } from '@vectorgate/policy-schema/archive';
import { readSteps } from './read-steps.ts';
import type { RecordedStep } from './recorded-step.ts';

const call = { name: 'chroma.internal:8000', transport: 'http', method: 'POST', target: '/query' };
const parts = {
  decision: { changes: [] },
  operations: { operations: [], call },
  request: '{"n":1}',
  response: '{"ids":[]}',
} as const;

interface Made {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly parts?: Readonly<Partial<Record<ArchivePartName, unknown>>>;
  readonly withheld?: ArchivedRecord['withheld'];
  readonly state?: 'recorded' | 'masked-again';
}

/** The one step of an archive that holds this record. */
async function read(made: Made): Promise<RecordedStep | undefined> {
  const id = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
  const header = {
    id,
    session: 's',
    kind: 'outcome',
    time: '2026-11-29T10:00:00.000Z',
    connection: 'insights',
    store: 'chroma',
    outcome: 'delivered',
    status: 200,
    operations: [{ name: 'collection_query', classes: ['search'], targets: [] }],
    masked: [],
    ...made.header,
  } as const;
  const given = { ...(made.parts ?? parts) };
  for (const { part } of made.withheld ?? []) delete given[part];
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  const step = { number: 0, header, recorded: true };
  const record: ArchivedRecord = {
    ...step,
    decision: given.decision ?? null,
    operations: given.operations ?? null,
    request: null,
    response: null,
    withheld: made.withheld ?? [],
    parts: Object.entries(given).map(([name, value]) => ({
      name: name as ArchivePartName,
      state: made.state ?? 'recorded',
      bytes: Buffer.from(text(value)),
    })),
  };
  const archive = { steps: async () => [step], record: async () => record };
  const [only, ...more] = await readSteps(archive, new Set(['s']));
  assert.equal(more.length, 0);
  return only;
}

test('a delivered call has its answer to the byte, and what was told beside it', async () => {
  const body = '{"ids":[["1"]],"distances":[[1.0,9007199254740993]]}';
  const step = await read({
    header: { status: 201, masked: [{ field: 'email', method: 'drop', count: 1 }] },
    parts: { ...parts, decision: { changes: ['filter tenant = "acme" added'] }, response: body },
  });
  assert.deepEqual(
    [
      step?.missing,
      step?.answer?.status,
      step?.answer?.type,
      Buffer.from(step?.answer?.body ?? []).toString(),
    ],
    [undefined, 201, 'application/json', body],
  );
  assert.equal(step?.notice, 'filter tenant = "acme" added; email removed');
  assert.deepEqual([step?.name, step?.line], ['chroma.internal:8000', { method: 'POST', target: '/query' }]);
  const { response: _, ...without } = parts;
  assert.equal((await read({ parts: without }))?.answer?.body.length, 0);
  assert.equal(
    (await read({ parts: { ...parts, response: 'all shards are ready' } }))?.answer?.type,
    'text/plain; charset=utf-8',
  );
});

test('a refusal and a failure are answered as they were', async () => {
  const told = { what: 'search refused: it is denied (rule a).', next: 'Ask #a.' };
  const said = async (outcome: string, kind: string): Promise<readonly [number | undefined, string]> => {
    const { answer, missing } = (await read({
      header: { outcome },
      parts: { ...parts, decision: { ...told, kind } },
    }))!;
    return [answer?.status, missing ?? JSON.parse(Buffer.from(answer!.body).toString()).message];
  };
  const text =
    'VectorGate: search refused: it is denied (rule a).\nAsk #a. Decision 01JD8Z6Q4MX3V7H2K9RBT5WYCN.';
  assert.deepEqual(await said('refused', 'forbidden'), [403, text]);
  assert.deepEqual(await said('failed', 'unavailable'), [503, text]);
  assert.deepEqual(await said('unknown', 'unavailable'), [503, text]);
  assert.deepEqual(await said('refused', 'new-kind'), [
    undefined,
    'What was told to the caller is not here.',
  ]);
  const { decision: _, ...without } = parts;
  assert.equal(
    (await read({ header: { outcome: 'unknown' }, parts: without }))?.missing,
    'Its outcome is unknown: no answer was recorded.',
  );
});

test('what cannot be answered says why', async () => {
  const forgotten = 'This session was forgotten.';
  const vector = `{"embeddings":[{"dimension":8,"sha256":"${'a'.repeat(64)}"}]}`;
  const cases: readonly (readonly [Made, string])[] = [
    [{ withheld: [{ part: 'operations', reason: forgotten }] }, `Its call is not here. ${forgotten}`],
    [{ withheld: [{ part: 'request', reason: forgotten }] }, `Its body is not here. ${forgotten}`],
    [{ withheld: [{ part: 'response', reason: forgotten }] }, `Its answer is not here. ${forgotten}`],
    [{ parts: { decision: {} } }, 'The gate could not read it, so what was asked is not kept.'],
    [
      { parts: { ...parts, operations: { operations: [] } } },
      'It was recorded by a gateway that did not yet keep how a call was sent.',
    ],
    [
      { parts: { ...parts, operations: { operations: [] } }, state: 'masked-again' },
      'How it was sent may quote fields that are masked for you.',
    ],
    [
      { parts: { ...parts, operations: { call: { ...call, transport: 'grpc' } } } },
      'It went over gRPC, and the sandbox answers HTTP alone.',
    ],
    [
      { parts: { ...parts, response: vector } },
      'Its answer holds vectors, of which records keep dimension and digest alone.',
    ],
    [{ header: { store: 'later' } }, 'This vectorgate knows no store called later.'],
  ];
  for (const [made, why] of cases) {
    const step = await read(made);
    assert.deepEqual([step?.missing, step?.answer], [why, undefined]);
  }
  const grpc = await read(cases[6]![0]);
  assert.equal(grpc?.name, 'chroma.internal:8000', 'its name is held all the same');
});

test('what was done to records, or said beside them, is no call', async () => {
  for (const more of [{ note: {} }, { reviewed: {} }, { evidence: {} }, { policy: {} }])
    assert.equal(await read({ header: more }), undefined);
});
