import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { policyOf, reviewersLook } from '../../harness/policies.ts';
import * as grpc from '../../harness/qdrant-grpc-calls.ts';
import { id, points, text } from '../../harness/qdrant-grpc-calls.ts';
import { type QdrantWorld, startQdrantWorld, withoutQdrant } from '../../harness/qdrant-world.ts';
import type { UnaryAnswer } from '../../harness/unary-call.ts';

const policy = policyOf(
  [
    'works',
    'effect: allow, principals: { issuers: [ci] }, resources: { connections: [vectors], collections: [cases] }, operations: [read, write], limits: { topK: 10, page: 10 }',
  ],
  [
    'fewer-hits',
    'effect: guard, principals: { services: ["ci:modest"] }, resources: { collections: [cases] }, limits: { topK: 3, onExceed: lower }',
  ],
  reviewersLook('vectors'),
  [
    'reviewers-see-less',
    'effect: guard, principals: { groups: [reviewers] }, resources: { collections: [cases] }, mask: [{ fields: [email], method: redact }, { fields: [$vector], method: drop }]',
  ],
  [
    'three-a-day',
    'effect: guard, principals: { services: ["ci:hurried"] }, operations: [scan], limits: { rate: 3/day }',
  ],
  [
    'own-tenant',
    'effect: guard, principals: { services: ["ci:narrow"] }, require: { filter: { tenant: acme } }',
  ],
);

const collection = '/collections/cases';
/** Long enough for records to keep no more than its digest. */
const vector = Array.from({ length: 12 }, (_, i) => i / 16 + 0.125);
const dense = { variant: { case: 'dense', value: { data: vector } } } as const;
const nearest = { variant: { case: 'nearest', value: dense } } as const;
const all = { with_payload: true, with_vector: true };

interface Stored {
  readonly header: Readonly<Record<string, unknown>> & { readonly outcome: string; readonly status: number };
  readonly request: unknown;
  readonly response: unknown;
  readonly operations: unknown;
  readonly withheld: readonly { readonly part: string }[];
}

suite('Records and limits of Qdrant over gRPC', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  let clerk: string;
  before(async () => {
    world = await startQdrantWorld({ policies: { main: policy } });
    clerk = await world.workload('clerk');
    await world.straight('PUT', collection, { vectors: { size: 12, distance: 'Dot' } });
    await world.straight('PUT', `${collection}/points?wait=true`, {
      points: Array.from({ length: 8 }, (_, i) => ({
        id: i + 1,
        vector,
        payload: { tenant: i % 2 === 0 ? 'acme' : 'globex', email: `ana${i}@acme.example`, n: i },
      })),
    });
    await world.straight('PUT', `${collection}/index?wait=true`, {
      field_name: 'n',
      field_schema: 'integer',
    });
  });
  after(() => world?.close());

  const overGrpc = async (token: string, { method, message }: grpc.GrpcCall): Promise<UnaryAnswer> =>
    world.viaGrpc(token, method, message);
  const record = async (token: string, decision: string | null | undefined): Promise<Stored> => {
    const found = await world.api(token, `/api/v1/records/${decision ?? ''}`);
    assert.equal(found.status, 200, await found.clone().text());
    return (await found.json()) as Stored;
  };
  const notice = ({ metadata }: UnaryAnswer): string =>
    decodeURIComponent(metadata['vectorgate-notice'] ?? '');

  /** What differs between two calls of the same thing whatever their way: instants, sizes, digests, their own ids, the way itself. */
  const comparable = ({ header, request, response, operations }: Stored): unknown => {
    const { operations: told, decision, masked, changes, outcome, status, kind, connection, store } = header;
    const parts = JSON.stringify([request, response, operations], (key, value) =>
      ['time', 'usage', 'sha256', 'operation_id', 'shard_key', 'id_of_record', 'call'].includes(key)
        ? undefined
        : value,
    );
    return {
      told,
      decision,
      masked,
      changes,
      outcome,
      status,
      kind,
      connection,
      store,
      parts: JSON.parse(parts),
    };
  };

  test('a call is recorded as REST’s request for the same is, its vectors condensed', async () => {
    const pairs: readonly (readonly [string, string, unknown, grpc.GrpcCall])[] = [
      [
        'POST',
        '/points/query',
        { query: { nearest: vector }, limit: 2, ...all },
        grpc.query({ query: nearest, limit: 2n }),
      ],
      ['POST', '/points/search', { vector, limit: 2, ...all }, grpc.search({ vector, limit: 2n })],
      ['POST', '/points/scroll', { limit: 2, ...all }, grpc.scroll({ limit: 2 })],
      ['POST', '/points', { ids: [1, 2], ...all }, grpc.get({ ids: [id(1n), id(2n)] })],
      ['POST', '/points/count', { exact: true }, grpc.count()],
      [
        'POST',
        '/points/payload?wait=true',
        { payload: { note: 'x' }, points: [1] },
        grpc.setPayload({ payload: { note: text('x') }, pointsSelector: points(1n) }),
      ],
      [
        'PUT',
        '/points?wait=true',
        { points: [{ id: 1, vector, payload: { n: 0, email: 'ana0@acme.example' } }] },
        grpc.upsert({
          points: [
            {
              id: id(1n),
              payload: { n: grpc.whole(0n), email: text('ana0@acme.example') },
              vectors: grpc.stored(...vector),
            },
          ],
        }),
      ],
      [
        'POST',
        '/points/query',
        { query: { nearest: vector }, limit: 500, ...all },
        grpc.query({ query: nearest, limit: 500n }),
      ],
    ];
    for (const [method, path, body, call] of pairs) {
      const rest = await world.viaGate(clerk, method, `${collection}${path}`, body);
      await rest.body?.cancel();
      const own = await overGrpc(clerk, call);
      const [theirs, ours] = [
        await record(clerk, rest.headers.get('vectorgate-decision')),
        await record(clerk, own.metadata['vectorgate-decision']),
      ];
      assert.deepEqual(comparable(ours), comparable(theirs), call.method);
      assert.equal(ours.header.outcome, theirs.header.outcome, call.method);
      const words = JSON.stringify([ours.request, ours.response]);
      assert.ok(!words.includes('0.1875'), `${call.method}: no vector is kept`);
      if (/Query|Search|Upsert/.test(call.method))
        assert.match(words, /"dimension":12,"sha256":"[0-9a-f]{64}"/);
    }
  });

  test('a record is shown to another reader under that reader’s masks', async () => {
    const rita = await world.signIn('rita');
    for (const call of [
      grpc.query({ query: nearest, limit: 3n }),
      grpc.search({ vector, limit: 3n }),
      grpc.scroll({ limit: 3 }),
      grpc.get({ ids: [id(2n), id(3n)] }),
      grpc.queryBatch({
        queryPoints: [{ collectionName: 'cases', query: nearest, limit: 3n, ...grpc.full }],
      }),
      grpc.queryGroups({ query: nearest, limit: 2n, groupSize: 1n }),
    ]) {
      const { metadata, status, details } = await overGrpc(clerk, call);
      assert.equal(status, 0, details);
      const decision = metadata['vectorgate-decision'];
      assert.match(JSON.stringify((await record(clerk, decision)).response), /ana\d@acme\.example/);
      const shown = await record(rita.accessToken, decision);
      const told = JSON.stringify(shown);
      assert.match(JSON.stringify(shown.response), /"email":"«redacted»"/, call.method);
      assert.doesNotMatch(told, /acme\.example|sha256/, call.method);
      assert.deepEqual(
        shown.withheld.map(({ part }) => part),
        ['request'],
      );
    }
    // Of what cannot be masked again nothing is shown.
    const counted = await overGrpc(clerk, grpc.facet());
    assert.equal(counted.status, 0, counted.details);
    const { response, withheld } = await record(rita.accessToken, counted.metadata['vectorgate-decision']);
    assert.equal(response, null);
    assert.ok(withheld.some(({ part }) => part === 'response'));
  });

  test('the decision and a notice stand in the trailers, and a refusal names its own', async () => {
    const narrow = await world.workload('narrow');
    const narrowed = await overGrpc(narrow, grpc.get({ ids: [id(1n), id(2n)] }));
    assert.match(notice(narrowed), /filter tenant = "acme" added.*\. Decision [0-9A-Z]{26}\.$/);
    assert.ok(notice(narrowed).includes(narrowed.metadata['vectorgate-decision']!));
    assert.equal(
      (await record(narrow, narrowed.metadata['vectorgate-decision'])).header.outcome,
      'delivered',
    );
    const refused = await overGrpc(clerk, grpc.scroll({ collectionName: 'secret' }));
    assert.equal(refused.status, 7);
    const [, decision] = /Decision ([0-9A-Z]{26})\.$/.exec(refused.details) ?? [];
    assert.equal(decision, refused.metadata['vectorgate-decision']);
    const kept = await record(clerk, decision);
    assert.deepEqual([kept.header.outcome, kept.request], ['refused', { limit: 20, ...all }]);
    const whole = await overGrpc(clerk, grpc.scroll({ limit: 1 }));
    assert.equal(notice(whole), '', 'nothing was changed');
  });

  test('a search above a limit that lowers is lowered, and told, over both ways', async () => {
    const modest = await world.workload('modest');
    const words = (told: string): string => told.replace(/\. Decision.*/, '');
    for (const [call, path, body, hits] of [
      [grpc.query({ query: nearest, limit: 5n }), 'query', { query: { nearest: vector }, limit: 5 }, 3],
      [grpc.query({ query: nearest, limit: undefined }), 'query', { query: { nearest: vector } }, 3],
      [grpc.search({ vector, limit: 5n }), 'search', { vector, limit: 5 }, 3],
      [
        grpc.queryBatch({
          queryPoints: [2n, 5n].map((limit) => ({
            collectionName: 'cases',
            query: nearest,
            limit,
            ...grpc.full,
          })),
        }),
        'query/batch',
        { searches: [2, 5].map((limit) => ({ query: { nearest: vector }, limit })) },
        5,
      ],
    ] as const) {
      const rest = await world.viaGate(modest, 'POST', `${collection}/points/${path}`, body);
      await rest.body?.cancel();
      const own = await overGrpc(modest, call);
      assert.equal(own.status, 0, own.details);
      assert.match(notice(own), /lowered/);
      assert.equal(
        words(notice(own)),
        words(decodeURIComponent(rest.headers.get('vectorgate-notice') ?? '')),
      );
      const found = own.body.toString('latin1').match(/@acme\.example/g);
      assert.equal(found?.length, hits, call.method);
    }
  });

  test('one bucket counts the calls of both ways', async () => {
    const hurried = await world.workload('hurried');
    const rest = async (): Promise<boolean> => {
      const answer = await world.viaGate(hurried, 'POST', `${collection}/points/scroll`, { limit: 1 });
      await answer.body?.cancel();
      return answer.status === 200;
    };
    const own = async (): Promise<boolean> => {
      const { status, details } = await overGrpc(hurried, grpc.scroll({ limit: 1 }));
      if (status !== 0) assert.match(details, /above your limit of 3 per day \(rule three-a-day\)/);
      return status === 0;
    };
    assert.deepEqual(
      [await own(), await rest(), await own(), await rest(), await own()],
      [true, true, true, false, false],
    );
  });
});
