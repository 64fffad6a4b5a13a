import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBinary } from '@bufbuild/protobuf';
import { CountResponseSchema } from '@qdrant/js-client-grpc';
import type { ArchivedRecord, ArchivePartName } from '@vectorgate/policy-schema/archive';
import type { GrpcAnswer } from './answers/grpc-answer.ts';
import type { HttpAnswer } from './answers/http-answer.ts';
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

const httpAnswer = (step: RecordedStep | undefined): HttpAnswer => {
  const answer = step?.answer;
  assert.ok(answer !== undefined && 'body' in answer, step?.missing);
  return answer;
};
const grpcAnswer = (step: RecordedStep | undefined): GrpcAnswer => {
  const answer = step?.answer;
  assert.ok(answer !== undefined && 'details' in answer, step?.missing);
  return answer;
};

test('a delivered call has its answer to the byte, and what was told beside it', async () => {
  const body = '{"ids":[["1"]],"distances":[[1.0,9007199254740993]]}';
  const step = await read({
    header: { status: 201, masked: [{ field: 'email', method: 'drop', count: 1 }] },
    parts: { ...parts, decision: { changes: ['filter tenant = "acme" added'] }, response: body },
  });
  assert.deepEqual(
    [
      step?.missing,
      httpAnswer(step).status,
      httpAnswer(step).type,
      Buffer.from(httpAnswer(step).body).toString(),
    ],
    [undefined, 201, 'application/json', body],
  );
  assert.equal(step?.notice, 'filter tenant = "acme" added; email removed');
  assert.deepEqual([step?.name, step?.line], ['chroma.internal:8000', { method: 'POST', target: '/query' }]);
  const { response: _, ...without } = parts;
  assert.equal(httpAnswer(await read({ parts: without })).body.length, 0);
  assert.equal(
    httpAnswer(await read({ parts: { ...parts, response: 'all shards are ready' } })).type,
    'text/plain; charset=utf-8',
  );
});

test('a refusal and a failure are answered as they were', async () => {
  const told = { what: 'search refused: it is denied (rule a).', next: 'Ask #a.' };
  const said = async (outcome: string, kind: string): Promise<readonly [number | undefined, string]> => {
    const step = await read({ header: { outcome }, parts: { ...parts, decision: { ...told, kind } } });
    if (step?.missing !== undefined) return [step.answer?.status, step.missing];
    const { status, body } = httpAnswer(step);
    return [status, JSON.parse(Buffer.from(body).toString()).message];
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
      'It was recorded by a gateway that did not yet keep all that a call over gRPC says.',
    ],
    [
      { parts: { ...parts, operations: { call: { ...call, transport: 'grpc', address: [['a', 1]] } } } },
      'It was recorded by a gateway that did not yet keep all that a call over gRPC says.',
    ],
    [
      { parts: { ...parts, operations: { call: { ...call, transport: 'grpc', address: [] } } } },
      'This vectorgate knows no store called chroma.',
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

const grpcCall = {
  name: 'qdrant.internal:6334',
  transport: 'grpc',
  method: 'POST',
  target: '/qdrant.Points/Count',
  address: [
    ['collection_name', 'cases'],
    ['timeout', '5'],
  ],
};
const overGrpc = (response: string, header: Made['header'] = {}): Made => ({
  header: { store: 'qdrant', ...header },
  parts: { ...parts, operations: { operations: [], call: grpcCall }, request: '{"exact":true}', response },
});

test('a call over gRPC is known by its method, what stands in its address, and its body', async () => {
  const step = await read(overGrpc('{"result":{"count":2},"status":"ok","time":0.5}'));
  assert.deepEqual(step?.line, {
    method: 'gRPC',
    target: '/qdrant.Points/Count?collection_name=cases&timeout=5',
  });
  const { status, details, message } = grpcAnswer(step);
  assert.deepEqual([status, details], [0, '']);
  const said = fromBinary(CountResponseSchema, message!);
  assert.deepEqual([said.result?.count, said.time], [2n, 0.5]);
});

test('errors and refusals over gRPC are answered as they were', async () => {
  const error = '{"status":{"error":"Not found: cases"},"time":0,"code":5}';
  assert.deepEqual(grpcAnswer(await read(overGrpc(error, { status: 404 }))), {
    status: 5,
    details: 'Not found: cases',
  });
  const decision = { what: 'search refused.', next: 'Ask #a.', kind: 'forbidden' };
  const refused = overGrpc('', { outcome: 'refused' });
  assert.deepEqual(grpcAnswer(await read({ ...refused, parts: { ...refused.parts, decision } })), {
    status: 7,
    details: 'VectorGate: search refused.\nAsk #a. Decision 01JD8Z6Q4MX3V7H2K9RBT5WYCN.',
  });
});

test('an answer over gRPC that the record does not hold whole says why', async () => {
  const digest = `"sha256":"${'a'.repeat(64)}"`;
  const cases: readonly (readonly [string, number, string])[] = [
    ['{"status":{"error":"x"},"time":0}', 404, 'The number of its error in gRPC was not recorded.'],
    [
      `{"result":[{"id":1,"vector":{"dimension":8,${digest}}}],"status":"ok"}`,
      200,
      'Its answer holds vectors, of which records keep dimension and digest alone.',
    ],
    [
      `{"unread":{"size":8,${digest}}}`,
      200,
      'Its answer holds something that the gate could not read, of which records keep size and digest alone.',
    ],
    [
      '{"result":{"count":2},"status":"ok","unknown_fields":true}',
      200,
      'Its answer had fields that the gate does not know, which records do not keep.',
    ],
    ['{"result":[]}', 200, 'Its answer, as it was recorded, is none that this vectorgate can say over gRPC.'],
    ['no JSON', 200, 'Its answer cannot be read.'],
    ['no JSON', 404, 'The number of its error in gRPC was not recorded.'],
    [
      '{"status":{"error":"x"},"time":0,"code":-1.5}',
      404,
      'The number of its error in gRPC was not recorded.',
    ],
  ];
  for (const [response, status, why] of cases) {
    const step = await read(overGrpc(response, { status }));
    assert.deepEqual([step?.missing, step?.answer], [why, undefined]);
  }
});

test('an archive that somebody made up answers nothing that could not be sent', async () => {
  for (const status of [42, 101, 600, 99_999])
    assert.deepEqual(
      [(await read({ header: { status } }))?.missing, (await read(overGrpc('{}', { status })))?.missing],
      Array(2).fill('The status of its answer is none that a store answers with.'),
    );
  for (const id of ['', 'a', '01JD8Z6Q4MX3V7H2K9RBT5WYCN\r\nx: y', '☃']) {
    const step = await read({ header: { id } });
    assert.deepEqual(
      [step?.missing, step?.answer],
      ['What should be its id is none of a decision.', undefined],
    );
  }
});

test('what was done to records, or said beside them, is no call', async () => {
  for (const more of [{ note: {} }, { reviewed: {} }, { evidence: {} }, { policy: {} }])
    assert.equal(await read({ header: more }), undefined);
});
