import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import * as qdrant from '@qdrant/js-client-grpc';
import { findQdrant, type RunningQdrant, startQdrant } from '@vectorgate/demo';
import type { MaskObligation, Obligations } from '@vectorgate/policy-schema';
import { answerForms } from '@vectorgate/store-messages/qdrant';
import type { GrpcResponse } from '../../../gateway/src/engines/grpc/grpc-message.ts';
import type { HttpRequest, HttpResponse } from '../../../gateway/src/engines/http/http-message.ts';
import { Refusal } from '../../../gateway/src/pipeline/refusal.ts';
import { readAnswerTwin } from '../../../gateway/src/protocols/qdrant/grpc/answer/read-answer-twin.ts';
import {
  comparable,
  type Plain,
  plainJson,
} from '../../../gateway/src/protocols/qdrant/grpc/answer/testing/plain-answer.ts';
import { qdrantProtocol } from '../../../gateway/src/protocols/qdrant/qdrant-protocol.ts';
import { withoutQdrant } from '../../harness/qdrant-world.ts';
import { UnaryCalls } from '../../harness/unary-call.ts';
import { seedEveryKind } from './every-kind-of-data.ts';
import {
  c,
  collectionName,
  describing,
  everything,
  type Pair,
  pair,
  point,
  reading,
  request,
} from './grpc-questions.ts';

const protocol = qdrantProtocol({
  maskKeys: { hash: new Uint8Array(32).fill(7), token: new Uint8Array(32).fill(8) },
});
const mask = (method: MaskObligation['method'], ...paths: string[]): MaskObligation => ({
  fields: { paths },
  method,
  filterable: true,
  rule: { policy: 'p', rule: 'r', file: 'p.policy.yaml', line: 1 },
});
const maskLists: readonly (readonly MaskObligation[])[] = [
  [mask('redact', 'city', 'tags', 'deep')],
  [mask('drop', 'city', 'deep.note', 'deep.list.n')],
  [mask('nullify', 'n', 'whole', 'flag')],
  [mask('hash', 'city', '$id')],
  [{ ...mask('partial', 'note', '$id'), keepLast: 4 }],
  [mask('tokenize', 'note', 'tags')],
  [mask('drop', '$vector')],
  [mask('drop', '$vector.words', '$vector.many', '$score')],
  [{ ...mask('redact'), fields: { all: true, except: ['city'] }, detectors: ['email', 'phone'] }],
  [{ ...mask('redact'), fields: { all: true, except: [] } }],
];

suite('Qdrant over gRPC: answers and their twins', { skip: withoutQdrant }, () => {
  let server: RunningQdrant;
  let calls: UnaryCalls;
  let folder: string;
  const send = async ({ method, path, body, headers, query }: HttpRequest): Promise<HttpResponse> => {
    const search = query.length === 0 ? '' : `?${new URLSearchParams([...query] as [string, string][])}`;
    const response = await fetch(`${server.url}/${path.map(encodeURIComponent).join('/')}${search}`, {
      method,
      headers,
      ...(body.length > 0 && { body: Buffer.from(body) }),
    });
    return {
      status: response.status,
      headers: { 'content-type': response.headers.get('content-type') ?? '' },
      body: Buffer.from(await response.arrayBuffer()),
    };
  };
  const made = async (method: string, path: string, body: string): Promise<void> => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body,
    });
    assert.ok(response.ok, `${path} ${await response.text()}`);
  };
  const context = () => ({ connection: 'vectors', enforced: true, memory: new Map(), ask: send });
  const deliverer = async (rest: HttpRequest, owed: Omit<Obligations, 'rates'>) => {
    const judged = await protocol.judge(rest, context());
    return judged.forward(judged.operations.map(() => ({ ...owed, rates: [] })));
  };
  const answer = async ({ path, message }: Pair): Promise<GrpcResponse> => ({
    ...(await calls.call(path, message)),
    metadata: {},
  });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vectorgate-grpc-answers-'));
    server = await startQdrant({
      program: (await findQdrant())!,
      folder: join(folder, 'data'),
      log: join(folder, 'qdrant.log'),
    });
    calls = new UnaryCalls(`http://${server.host}:${server.grpcPort}`);
    await seedEveryKind(made);
    await made('POST', `${c}/snapshots?wait=true`, '');
  });
  after(async () => {
    calls?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const plainOf = (body: Uint8Array): Plain => comparable(plainJson(Buffer.from(body).toString()));

  for (const each of [...reading, ...describing]) {
    test(`${each.name}: the twin says what REST says, and nothing binding passes as it came`, async () => {
      const [rest, grpc] = [await send(each.rest), await answer(each)];
      assert.equal(grpc.status, 0, grpc.details);
      const twin = readAnswerTwin(each.form, grpc);
      assert.deepEqual(plainOf(twin.response.body), plainOf(rest.body));
      assert.equal(twin.response.status, rest.status);
      const { deliver } = await deliverer(each.rest, { masks: [] });
      assert.equal(twin.deliver(deliver(twin.response)).response.message, grpc.message);
    });
  }

  for (const each of reading) {
    test(`${each.name}: under every mask the message says what masked REST says`, async () => {
      const [rest, grpc] = [await send(each.rest), await answer(each)];
      for (const masks of maskLists) {
        const { deliver } = await deliverer(each.rest, { masks });
        const expected = deliver(rest);
        const twin = readAnswerTwin(each.form, grpc);
        const masked = deliver(twin.response);
        const said = twin.deliver(masked);
        const again = readAnswerTwin(each.form, said.response);
        assert.deepEqual(plainOf(again.response.body), plainOf(expected.response.body));
        assert.deepEqual(said.masked, expected.masked);
        assert.equal(said.hits, expected.hits);
        assert.deepEqual(condensed(said.body), condensed(expected.body));
      }
    });
  }

  test('invariant 2: values that points are ordered by, on whatever level, are masked as the field they are of', async () => {
    const order = { query: { order_by: 'n' }, limit: 6 };
    const fused = { prefetch: order, query: { fusion: 'rrf' } };
    for (const [path, body] of [
      ['points/scroll', { order_by: 'n' }],
      ['points/query', order],
      ['points/query', fused],
      ['points/query/batch', { searches: [order, fused] }],
      ['points/query/groups', { ...order, group_by: 'city' }],
      ['points/query/groups', { ...fused, group_by: 'city' }],
    ] as const) {
      const rest = request('POST', `${c}/${path}`, body);
      const judged = await protocol.judge(rest, context());
      const came = await send(rest);
      const valued = /"order_value":\d/;
      assert.match(Buffer.from(came.body).toString(), valued, path);
      const masks = [mask('redact', 'n')];
      const { deliver } = await judged.forward(judged.operations.map(() => ({ masks, rates: [] })));
      const again = protocol.remask(judged.operations, came.status, came.body, masks);
      for (const masked of [deliver(came).body, again!])
        assert.doesNotMatch(Buffer.from(masked).toString(), valued, path);
    }
  });

  test('listings are shortened, and nothing of what may not be seen is left', async () => {
    for (const each of describing.filter(({ name }) => /List |ListAliases/.test(name))) {
      const visible = (_tenant: unknown, _database: unknown, name: string): boolean => name === 'c';
      const { deliver } = await deliverer(each.rest, { masks: [], visible });
      const twin = readAnswerTwin(each.form, await answer(each));
      const { response } = twin.deliver(deliver(twin.response));
      const again = readAnswerTwin(each.form, response);
      assert.deepEqual(plainOf(again.response.body), plainOf(deliver(await send(each.rest)).response.body));
      assert.ok(!Buffer.from(response.message!).includes('plain'));
    }
  });

  test('a fetch under a required filter is delivered as a fetch', async () => {
    const get = reading.find(({ path }) => path.endsWith('/Get'))!;
    const filter = { op: 'compare', field: 'city', test: 'eq', value: 'Berlin' } as const;
    for (const masks of [[], ...maskLists]) {
      const { request: sent, deliver } = await deliverer(get.rest, { masks, filter });
      const rest = deliver(await send(sent));
      const grpc = await calls.call(
        'qdrant.Points/Scroll',
        toBinary(
          qdrant.ScrollPointsSchema,
          create(qdrant.ScrollPointsSchema, {
            collectionName,
            limit: 3,
            ...everything,
            filter: {
              must: [
                {
                  conditionOneOf: {
                    case: 'field',
                    value: { key: 'city', match: { matchValue: { case: 'keyword', value: 'Berlin' } } },
                  },
                },
                {
                  conditionOneOf: {
                    case: 'hasId',
                    value: { hasId: [point(1n), point(3n)] },
                  },
                },
              ],
            },
          }),
        ),
      );
      const twin = readAnswerTwin(answerForms.scroll, { ...grpc, metadata: {} }, answerForms.get);
      const { response } = twin.deliver(deliver(twin.response));
      const again = readAnswerTwin(answerForms.get, response);
      assert.deepEqual(plainOf(again.response.body), plainOf(rest.response.body));
    }
  });

  test('changes answer as REST does, and errors pass the masks of the request', async () => {
    const change = pair(
      'qdrant.Points/SetPayload',
      answerForms.update,
      request('POST', `${c}/points/payload`, { payload: { x: 1 }, points: [1] }),
      qdrant.SetPayloadPointsSchema,
      {
        collectionName,
        wait: true,
        payload: { x: { kind: { case: 'integerValue', value: 1n } } },
        pointsSelector: {
          pointsSelectorOneOf: { case: 'points', value: { ids: [point(1n)] } },
        },
      },
    );
    const grpc = readAnswerTwin(answerForms.update, await answer(change));
    assert.match(Buffer.from(grpc.response.body).toString(), /"operation_id":\d+,"status":"completed"/);
    const none = pair(
      'qdrant.Points/Scroll',
      answerForms.scroll,
      request('POST', '/collections/none/points/scroll', {}),
      qdrant.ScrollPointsSchema,
      { collectionName: 'none' },
    );
    const [rest, error] = [await send(none.rest), await answer(none)];
    const twin = readAnswerTwin(none.form, error);
    assert.deepEqual(plainOf(twin.response.body), plainOf(rest.body));
    assert.equal(twin.response.status, rest.status);
    const free = twin.deliver((await deliverer(none.rest, { masks: [] })).deliver(twin.response));
    assert.deepEqual(free.response, { status: error.status, details: error.details, metadata: {} });
    const bound = await deliverer(none.rest, { masks: [mask('redact', 'city')] });
    const hidden = twin.deliver(bound.deliver(twin.response)).response;
    assert.equal(hidden.status, error.status);
    assert.match(hidden.details, /^The store refused the request/);
  });

  test('what cannot be masked is refused before it is asked for', async () => {
    await assert.rejects(
      deliverer(request('GET', `${c}/snapshots`), { masks: [mask('redact', 'city')] }),
      Refusal,
    );
  });
});

/** Records of both ways: digests are over other bytes. */
const condensed = (body: Uint8Array): unknown =>
  comparable(
    plainJson(
      Buffer.from(body)
        .toString()
        .replace(/"sha256":"[0-9a-f]+"/g, '"sha256":""'),
    ),
  );
