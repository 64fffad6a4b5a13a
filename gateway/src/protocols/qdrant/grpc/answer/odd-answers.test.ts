import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { QueryResponseSchema, SearchMatrixOffsetsResponseSchema } from '@qdrant/js-client-grpc';
import type { MaskObligation } from '@vectorgate/policy-schema';
import { answerForms } from '@vectorgate/store-messages/qdrant';
import type { Delivered } from '../../../../pipeline/store-protocol.ts';
import { qdrantProtocol } from '../../qdrant-protocol.ts';
import { readAnswerTwin } from './read-answer-twin.ts';
import { kinds } from './testing/kinds.ts';

const protocol = qdrantProtocol({
  maskKeys: { hash: new Uint8Array(32).fill(7), token: new Uint8Array(32).fill(8) },
});
const mask = (method: MaskObligation['method'], ...paths: string[]): MaskObligation => ({
  fields: { paths },
  method,
  filterable: true,
  rule: { policy: 'p', rule: 'r', file: 'p.policy.yaml', line: 1 },
});
const { request } = kinds.find(({ name }) => name === 'query')!;
const judge = () =>
  protocol.judge(request, {
    connection: 'vectors',
    enforced: true,
    memory: new Map(),
    ask: async () => ({ status: 200, headers: {}, body: Buffer.from('{"result":{"aliases":[]}}') }),
  });
async function deliverer(masks: readonly MaskObligation[]) {
  const judged = await judge();
  return (await judged.forward(judged.operations.map(() => ({ masks, rates: [] })))).deliver;
}
const { operations } = await judge();
const free = await deliverer([]);
const bound = await deliverer([mask('redact', 'email')]);
const read = (message: Uint8Array) =>
  readAnswerTwin(answerForms.query, { status: 0, details: '', metadata: {}, message: Buffer.from(message) });
const textOf = ({ body }: Pick<Delivered<unknown>, 'body'>): string => Buffer.from(body).toString();

/** An answer whose one point has a payload entry of these bytes behind its other bytes. */
const withPoint = (write: (point: BinaryWriter) => BinaryWriter): Uint8Array =>
  new BinaryWriter().tag(1, 2).bytes(write(new BinaryWriter()).finish()).finish();
const email = (value: (writer: BinaryWriter) => BinaryWriter): ((point: BinaryWriter) => BinaryWriter) => {
  const entry = new BinaryWriter()
    .tag(1, 2)
    .string('email')
    .tag(2, 2)
    .bytes(value(new BinaryWriter()).finish());
  return (point) => point.tag(2, 2).bytes(entry.finish());
};

const secret = 'ana@acme.example';
const odd: Readonly<Record<string, Uint8Array>> = {
  'two values of one kind': withPoint(email((v) => v.tag(4, 2).string(secret).tag(4, 2).string('x'))),
  'two kinds of one value': withPoint(email((v) => v.tag(4, 2).string(secret).tag(1, 0).int32(0))),
  'a kind that is not known': withPoint(email((v) => v.tag(9, 2).string(secret))),
  'a null with a number': withPoint(email((v) => v.tag(1, 0).int32(77))),
  'a yes with a number': withPoint(email((v) => v.tag(5, 0).int32(77))),
  'the same field twice': withPoint((p) =>
    email((v) => v.tag(4, 2).string('x'))(email((v) => v.tag(4, 2).string(secret))(p)),
  ),
  'no UTF-8': withPoint(email((v) => v.tag(4, 2).bytes(Uint8Array.of(0xff, 65)))),
  'a point’s id twice': withPoint((p) =>
    p.tag(1, 2).bytes(Uint8Array.of(8, 1)).tag(1, 2).bytes(Uint8Array.of(8, 2)),
  ),
  'two kinds of id': withPoint((p) => p.tag(1, 2).bytes(Uint8Array.of(8, 1, 0x12, 1, 65))),
  'a score that is a text': withPoint((p) => p.tag(3, 2).string(secret)),
  'two vectors at once': withPoint((p) => p.tag(6, 2).bytes(Uint8Array.of(0x0a, 0, 0x12, 0))),
  'a number for a vector': withPoint((p) => p.tag(6, 2).bytes(Uint8Array.of(0x08, 5, 0x12, 0))),
  'a number for named vectors': withPoint((p) => p.tag(6, 2).bytes(Uint8Array.of(0x12, 2, 0x08, 5))),
  'a vector that is cut short': withPoint((p) => p.tag(6, 2).bytes(Uint8Array.of(0x0a, 3, 0xaa, 6, 5))),
  'a group': Uint8Array.of(0x0b, 0x0c),
  JSON: Buffer.from('{"result":{"points":[]},"status":"ok","time":0}'),
};

for (const [what, message] of Object.entries(odd)) {
  test(`invariant 3: ${what} passes as it came, and is refused where a mask binds`, () => {
    const twin = read(message);
    const { response } = twin.deliver(free(twin.response));
    assert.deepEqual(response, { status: 0, details: '', metadata: {}, message: Buffer.from(message) });
    assert.throws(() => twin.deliver(bound(twin.response)), { code: 'answer-unreadable' });
  });
}

test('what could not be read is recorded by its size and digest', () => {
  const twin = read(odd['a group']!);
  assert.match(
    textOf(twin.deliver(free(twin.response))),
    /^\{"unread":\{"size":2,"sha256":"[0-9a-f]{64}"\}\}$/,
  );
});

test('a value that is nested deeper than anything reads is no message of its form', () => {
  let value: Uint8Array = new BinaryWriter().tag(4, 2).string(secret).finish();
  for (let i = 0; i < 5000; i++)
    value = new BinaryWriter().tag(7, 2).bytes(new BinaryWriter().tag(1, 2).bytes(value).finish()).finish();
  const twin = read(withPoint(email((v) => v.raw(value))));
  assert.throws(() => bound(twin.response), { code: 'answer-unreadable' });
});

test('more values than anything reads are no message of its form', () => {
  const message = Buffer.alloc(4_100_000);
  for (let i = 0; i < message.length; i += 2) message[i] = 0x0a;
  const twin = read(message);
  assert.ok(twin.response.body.length < 100);
  assert.throws(() => bound(twin.response), { code: 'answer-unreadable' });
});

test('vectors are recorded by dimension and digest, and records can be masked again', () => {
  const vector = Array.from({ length: 64 }, (_value, i) => i / 8);
  const message = toBinary(
    QueryResponseSchema,
    create(QueryResponseSchema, {
      result: [
        {
          id: { pointIdOptions: { case: 'num', value: 7n } },
          payload: { email: { kind: { case: 'stringValue', value: '"vector"' } } },
          vectors: {
            vectorsOptions: {
              case: 'vectors',
              value: { vectors: { a: { data: vector }, b: { data: [1, 2] }, payload: { data: vector } } },
            },
          },
        },
      ],
    }),
  );
  const twin = read(message);
  const recorded = textOf(twin.deliver(free(twin.response)));
  const [point] = JSON.parse(recorded).result.points;
  assert.equal(point.payload.email, '"vector"');
  assert.equal(point.vector.a.dimension, 64);
  assert.match(point.vector.a.sha256, /^[0-9a-f]{64}$/);
  assert.deepEqual(point.vector.b, [1, 2]);
  // A name that a vector may have, too.
  assert.deepEqual(point.vector.payload, point.vector.a);
  const masked = textOf(twin.deliver(bound(twin.response)));
  assert.deepEqual(JSON.parse(masked).result.points[0], { ...point, payload: { email: '«redacted»' } });
  const again = protocol.remask(operations, 200, Buffer.from(recorded), [mask('drop', '$vector.a')]);
  assert.deepEqual(JSON.parse(Buffer.from(again!).toString()).result.points[0].vector, {
    b: [1, 2],
    payload: point.vector.a,
  });
});

test('a number that JSON has no number for is masked like any other value, and otherwise kept', async () => {
  const message = withPoint(email((v) => v.tag(2, 1).double(Number.NaN)));
  const twin = read(message);
  assert.ok(textOf(twin.response).includes('"NaN"'));
  assert.ok(!textOf(twin.deliver(bound(twin.response))).includes('NaN'));
  const delivered = async (masks: readonly MaskObligation[]): Promise<string> => {
    const deliver = await deliverer(masks);
    return Buffer.from(twin.deliver(deliver(twin.response)).response.message!).toString('hex');
  };
  const hex = Buffer.from(message).toString('hex');
  assert.equal(await delivered([]), hex);
  assert.equal(await delivered([mask('redact', 'other', '$score')]), hex);
  assert.ok(!(await delivered([mask('redact', 'email')])).includes('f87f'));
});

test('lists of numbers may lie one behind the other, or each by itself', () => {
  const message = toBinary(
    SearchMatrixOffsetsResponseSchema,
    create(SearchMatrixOffsetsResponseSchema, {
      result: { offsetsRow: [0n, 1n], offsetsCol: [1n, 0n], scores: [0.5, 1] },
    }),
  );
  const said = (bytes: Uint8Array): unknown =>
    JSON.parse(
      textOf(
        readAnswerTwin(answerForms.matrixOffsets, { status: 0, details: '', metadata: {}, message: bytes })
          .response,
      ),
    ).result;
  assert.deepEqual(said(message), { offsets_row: [0, 1], offsets_col: [1, 0], scores: [0.5, 1], ids: [] });
  const apart = new BinaryWriter()
    .tag(1, 2)
    .bytes(
      new BinaryWriter()
        .tag(1, 0)
        .uint64(0)
        .tag(1, 2)
        .bytes(Uint8Array.of())
        .tag(1, 2)
        .bytes(Uint8Array.of(1))
        .finish(),
    )
    .finish();
  assert.deepEqual((said(apart) as { offsets_row: unknown }).offsets_row, [0, 1]);
});

test('an answer that REST would have given with another status has no message', () => {
  const twin = read(withPoint((p) => p));
  const masked = free(twin.response);
  assert.throws(() => twin.deliver({ ...masked, response: { ...masked.response, status: 404 } }), {
    code: 'answer-unreadable',
  });
});

test('invariant 3: what a message cannot say is refused', () => {
  const twin = read(
    withPoint((p) =>
      email((v) => v.tag(4, 2).string('x'))(p)
        .tag(3, 5)
        .float(1),
    ),
  );
  const masked = free(twin.response);
  const said = (json: string) =>
    twin.deliver({ ...masked, response: { ...masked.response, body: Buffer.from(json) } });
  const point = '{"payload":{"email":"x"},"score":1.0,"version":0}';
  for (const body of [
    '',
    '[]',
    '{"result":{}}',
    '{"result":{"points":[]}}',
    `{"result":{"points":[${point},${point}]}}`,
    '{"result":{"points":[{"payload":{"email":"x"},"score":2.0}]}}',
    '{"result":{"points":[{"payload":{"email":"x"}}]}}',
    '{"result":{"points":[{"payload":{"email":"x","more":1},"score":1.0}]}}',
    '{"result":{"points":[{"payload":null,"score":1.0}]}}',
    '{"result":{"points":[{"score":1.0}]}}',
    '{"result":{"points":[1]}}',
    `{"result":{"points":[{"payload":{"email":123456789012345678901},"score":1.0}]}}`,
  ])
    assert.throws(() => said(body), { code: 'answer-unreadable' }, body);
  const values = '[1,2.5,-3,true,null,{"a":[1,true]},"x"]';
  const { response } = said(`{"result":{"points":[{"payload":{"email":${values}},"score":0}]}}`);
  const { points } = JSON.parse(textOf(read(response.message!).response)).result;
  assert.deepEqual(points, [{ id: null, payload: { email: JSON.parse(values) }, score: 0, version: 0 }]);
});
