import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import type { ChromaContext, ChromaJudged } from './chroma-operation.ts';
import { chromaProtocol } from './chroma-protocol.ts';
import requests from './testdata/client-requests.json' with { type: 'json' };

const id = '0f1e2d3c-4b5a-4978-8675-645342312010';
const collections = [
  'api',
  'v2',
  'tenants',
  'default_tenant',
  'databases',
  'default_database',
  'collections',
];
const protocol = chromaProtocol({ maskKeys: { hash: new Uint8Array(32), token: new Uint8Array(32) } });

/** A store that has one collection, as the real one answers for it. */
function context(asked: string[] = [], enforced = true): ChromaContext {
  const known = { id, name: 'customer-cases', tenant: 'default_tenant', database: 'default_database' };
  return {
    connection: 'insights',
    enforced,
    memory: new Map(),
    ask: async ({ method, path }: HttpRequest): Promise<HttpResponse> => {
      const route = path.join('/');
      asked.push(`${method} ${route}`);
      const here = [
        [...collections, 'by-id', id],
        [...collections, 'customer-cases'],
      ].some((p) => p.join('/') === route);
      const body = here ? known : { error: 'NotFoundError', message: 'does not exist' };
      return { status: here ? 200 : 404, headers: {}, body: Buffer.from(JSON.stringify(body)) };
    },
  };
}

const request = (
  method: string,
  path: readonly string[],
  body: string | Uint8Array = '',
  query: [string, string][] = [],
): HttpRequest => ({
  method,
  path,
  query,
  headers: {
    'content-type': 'application/json',
    authorization: 'Bearer callers-own',
    'x-chroma-token': 'callers-own',
  },
  body: typeof body === 'string' ? Buffer.from(body) : body,
});

const judge = (of: HttpRequest, asked?: string[]): Promise<ChromaJudged> =>
  protocol.judge(of, context(asked));
const post = (verb: string, body: string | Uint8Array, query?: [string, string][]): Promise<ChromaJudged> =>
  judge(request('POST', [...collections, id, verb], body, query));

const refused =
  (code: string, kind = 'unreadable') =>
  (error: unknown) => {
    assert.ok(error instanceof Refusal, String(error));
    assert.deepEqual([error.kind, error.code], [kind, code]);
    return true;
  };

test('what the real client sends is understood, and goes on to the byte under no obligation', async () => {
  const seen: Record<string, unknown>[] = [];
  for (const { call, method, path, query, body } of requests) {
    if (call === 'search') continue;
    const judged = await judge(request(method, path, body, query as [string, string][]));
    const [operation] = judged.operations;
    assert.ok(operation !== undefined && judged.operations.length === 1);
    const forward = await judged.forward([{ masks: [], rates: [] }]);
    assert.deepEqual(forward.changes, []);
    assert.ok(!JSON.stringify(forward.request.headers).includes('callers-own'));
    if (call !== 'get_or_create_collection') {
      assert.deepEqual(
        [forward.request.method, forward.request.path, forward.request.query],
        [method, path, query],
      );
      assert.equal(Buffer.from(forward.request.body).toString(), body, call);
    }
    // Plain data that a record can hold.
    structuredClone(operation);
    const {
      name,
      classes,
      targets,
      topK,
      page,
      records,
      ids,
      implied,
      returns,
      references,
      renamesTo,
      dimension,
    } = operation;
    seen.push({
      call,
      name,
      classes: classes.join(' '),
      ...(implied && { implied }),
      targets: targets
        .map((t) =>
          [t.tenant, t.database, t.collection].map((s) => (s.is === 'one' ? s.name : s.is)).join('/'),
        )
        .join(' '),
      ...(topK && { topK: topK.value }),
      ...(page && { page: String(page.value) }),
      records: String(records),
      ...(ids && { ids: ids.join(' ') }),
      returns: returns === 'all' ? returns : returns.join(' '),
      references: references.map(({ field, use }) => `${use} ${field}`).join(', '),
      ...(renamesTo && { renamesTo: renamesTo.collection.is === 'one' && renamesTo.collection.name }),
      ...(dimension && { dimension }),
    });
  }
  const expected = (await import('./testdata/client-operations.json', { with: { type: 'json' } })).default;
  assert.deepEqual(seen, expected);
});

test('an empty list of ids is no list: it is decided as what an older or newer Chroma may read there', async () => {
  const classOf = async (verb: string, body: string): Promise<string | undefined> =>
    (await post(verb, body)).operations[0]!.classes[0];
  assert.equal(await classOf('get', '{"ids":[]}'), 'scan');
  assert.equal(await classOf('get', '{"ids":["1"]}'), 'fetch');
  assert.equal(await classOf('delete', '{"ids":[],"where":{"a":1}}'), 'delete-bulk');
  assert.equal(await classOf('delete', '{"ids":["1"],"where":{"a":1}}'), 'delete');
  const [got] = (await post('get', '{"ids":[],"limit":7}')).operations;
  assert.equal(got?.page?.value, 7);
});

test('filters are read as trees over fields', async () => {
  const { operations } = await post(
    'get',
    '{"where":{"$or":[{"a":1},{"big":{"$gt":9007199254740993}},{"t":{"$nin":["x"]}},{"chroma:document":"p"}]},"where_document":{"$not_regex":"q"}}',
  );
  assert.deepEqual(operations[0]!.filter, {
    op: 'and',
    of: [
      {
        op: 'or',
        of: [
          { op: 'compare', field: 'a', test: 'eq', value: 1 },
          { op: 'compare', field: 'big', test: 'gt', value: 9007199254740993n },
          { op: 'compare', field: 't', test: 'nin', value: ['x'] },
          { op: 'compare', field: '$document', test: 'eq', value: 'p' },
        ],
      },
      { op: 'not', of: { op: 'compare', field: '$document', test: 'text', value: 'q' } },
    ],
  });
  // The store keeps texts and addresses under these metadata keys: a filter on them is a filter on the field.
  assert.deepEqual(
    operations[0]!.references.map(({ field }) => field),
    ['$document', 'a', 'big', 't'],
  );
});

test('requests that can be read two ways, or name what is not known, are refused', async () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['get', '{"limit":1,"limit":1000}', 'json-duplicate-key'],
    ['get', '{"limit":1,"l\\u0069mit":1000}', 'json-duplicate-key'],
    ['get', '{"where":{"tenant":"acme","tenant":"globex"}}', 'json-duplicate-key'],
    ['get', '{"Limit":1}', 'unknown-field'],
    ['get', '{"bogus":1}', 'unknown-field'],
    ['query', '{"query_embeddings":[[1]],"top_k":1000}', 'unknown-field'],
    ['query', '{"query_embeddings":[[1]],"nResults":1000}', 'unknown-field'],
    ['get', '[["1"]]', 'malformed-body'],
    ['get', '', 'json-empty'],
    ['get', '{}{}', 'json-trailing-data'],
    ['get', '{"limit":1.0}', 'malformed-field'],
    ['get', '{"limit":1e3}', 'malformed-field'],
    ['get', '{"limit":-1}', 'malformed-field'],
    ['get', '{"limit":-0}', 'malformed-field'],
    ['get', '{"limit":4294967296}', 'malformed-field'],
    ['get', '{"limit":18446744073709551616}', 'malformed-field'],
    ['get', '{"limit":"5"}', 'malformed-field'],
    ['get', '{"ids":"1"}', 'malformed-field'],
    ['get', '{"ids":[1]}', 'malformed-field'],
    ['get', '{"include":["documents","secrets"]}', 'malformed-field'],
    ['get', '{"where":{}}', 'malformed-filter'],
    ['get', '{"where":[]}', 'malformed-filter'],
    ['get', '{"where":{"a":1,"b":2}}', 'malformed-filter'],
    ['get', '{"where":{"a":{"$gt":1,"$lt":2}}}', 'malformed-filter'],
    ['get', '{"where":{"a":null}}', 'malformed-filter'],
    ['get', '{"where":{"a":{"$like":"x"}}}', 'malformed-filter'],
    ['get', '{"where":{"a":{"__proto__":"x"}}}', 'malformed-filter'],
    ['get', '{"where":{"a":{"$in":[]}}}', 'malformed-filter'],
    ['get', '{"where":{"$not":{"a":1}}}', 'reserved-key'],
    ['get', '{"where":{"#secret":1}}', 'reserved-key'],
    ['get', '{"where":{"chroma:other":1}}', 'reserved-key'],
    ['get', '{"where_document":{"$contains":1}}', 'malformed-filter'],
    ['get', '{"where_document":{"toString":"x"}}', 'malformed-filter'],
    ['query', '{"query_embeddings":[[1,"x"]]}', 'malformed-field'],
    ['query', '{"query_embeddings":["AACAPw=="]}', 'malformed-field'],
    ['query', '{"query_embeddings":null}', 'malformed-field'],
    ['upsert', '{"ids":["1"],"embeddings":[[1]],"metadatas":[{"chroma:document":"x"}]}', 'reserved-key'],
    ['upsert', '{"ids":["1"],"embeddings":[[1]],"metadatas":[{"$document":"x"}]}', 'reserved-key'],
    ['upsert', '{"ids":["1","2"],"embeddings":[[1]]}', 'malformed-field'],
    ['upsert', '{"ids":["1"],"embeddings":[[1]],"metadatas":[]}', 'malformed-field'],
    ['upsert', '{"ids":["1","2"],"embeddings":[[1],"AACAPw=="]}', 'malformed-field'],
    ['search', '{"searches":[]}', 'unsupported-operation'],
    ['conditional', '{}', 'unknown-route'],
  ];
  for (const [verb, body, code] of table)
    await assert.rejects(post(verb, body), refused(code), `${verb} ${body}`);
  await assert.rejects(
    post('get', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
    refused('json-encoding'),
  );
  await assert.rejects(
    post('query', '{"query_embeddings":[[1]]}', [['limit', '1000']]),
    refused('unknown-parameter'),
  );
  await assert.rejects(
    judge(request('GET', [...collections, id, 'count'], '{}')),
    refused('unexpected-body'),
  );
  await assert.rejects(
    judge(request('GET', collections, '', [['limit', '-1']])),
    refused('malformed-parameter'),
  );
});

test('a body that is not declared as JSON in UTF-8 is refused', async () => {
  for (const type of [
    'text/plain',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    'application/x-www-form-urlencoded',
  ]) {
    const { headers, ...rest } = request('POST', [...collections, id, 'get'], '{}');
    await assert.rejects(
      judge({ ...rest, headers: { ...headers, 'content-type': type } }),
      refused('content-type'),
      type,
    );
  }
});

test('a collection is what the store says of its id under the tenant and database of the same path', async () => {
  const elsewhere = [
    'api',
    'v2',
    'tenants',
    'globex-eu',
    'databases',
    'default_database',
    'collections',
    id,
    'get',
  ];
  await assert.rejects(judge(request('POST', elsewhere, '{}')), refused('collection-unknown', 'not-found'));
  for (const spelling of [
    id.toUpperCase(),
    id.replaceAll('-', ''),
    `{${id}}`,
    `urn:uuid:${id}`,
    'customer-cases',
    '..',
  ]) {
    await assert.rejects(
      judge(request('POST', [...collections, spelling, 'get'], '{}')),
      refused('collection-id'),
      spelling,
    );
  }
  // An answer that bears another place than was asked for binds nothing.
  const lying: ChromaContext = {
    ...context(),
    ask: async () => ({
      status: 200,
      headers: {},
      body: Buffer.from(
        JSON.stringify({ id, name: 'customer-cases', tenant: 'globex-eu', database: 'default_database' }),
      ),
    }),
  };
  await assert.rejects(
    protocol.judge(request('POST', [...collections, id, 'get'], '{}'), lying),
    refused('collection-unknown', 'not-found'),
  );
});

test('the store is asked once for a collection, and again after its schema may have changed', async () => {
  const asked: string[] = [];
  const shared = context(asked);
  const count = request('GET', [...collections, id, 'count']);
  await protocol.judge(count, shared);
  await protocol.judge(count, shared);
  assert.equal(asked.length, 1);
  const drop = await protocol.judge(request('DELETE', [...collections, 'customer-cases']), shared);
  const { deliver } = await drop.forward([{ masks: [], rates: [] }]);
  await protocol.judge(count, shared);
  assert.equal(asked.length, 2);
  deliver({ status: 200, headers: {}, body: Buffer.from('{}') });
  await protocol.judge(count, shared);
  assert.equal(asked.length, 3);
});

test('get_or_create of what exists describes it, and creates nothing even if it vanishes', async () => {
  const body = '{"name":"customer-cases","get_or_create":true}';
  const judged = await judge(request('POST', collections, body));
  assert.equal(judged.operations[0]!.implied, 'describe');
  const { request: forwarded } = await judged.forward([{ masks: [], rates: [] }]);
  assert.deepEqual([forwarded.method, forwarded.path.at(-1)], ['GET', 'customer-cases']);
  const watched = await protocol.judge(request('POST', collections, body), context([], false));
  const passed = await watched.forward([{ masks: [], rates: [] }]);
  assert.deepEqual([passed.request.method, Buffer.from(passed.request.body).toString()], ['POST', body]);
  const fresh = await judge(request('POST', collections, '{"name":"customer-new","get_or_create":true}'));
  // Decided as describing too, and first: who may not see it cannot tell from the refusal whether it exists.
  assert.deepEqual(
    fresh.operations.map(({ classes, implied }) => [classes, implied]),
    [
      [['meta'], 'describe'],
      [['schema'], undefined],
    ],
  );
  const made = await fresh.forward([
    { masks: [], rates: [] },
    { masks: [], rates: [] },
  ]);
  assert.equal(made.request.method, 'POST');
});

test('required filters and lowered limits are edits of the judged bytes', async () => {
  const filter = {
    op: 'and',
    of: [
      { op: 'compare', field: 'tenant', test: 'eq', value: 'acme' },
      { op: 'compare', field: 'n', test: 'in', value: [1, 'b', 2n] },
    ],
  } as const;
  const where = '{"$and":[{"tenant":{"$eq":"acme"}},{"$or":[{"n":{"$in":[1,2]}},{"n":{"$in":["b"]}}]}]}';
  for (const [body, expected] of [
    ['{"query_embeddings":[[1.0,0.0]]}', `{"n_results":5,"where":${where},"query_embeddings":[[1.0,0.0]]}`],
    [
      '{ "where" : null, "query_embeddings":[[1]], "n_results":7 }',
      `{ "where" : ${where}, "query_embeddings":[[1]], "n_results":5 }`,
    ],
    [
      '{"query_embeddings":[[1]],"n_results":3,"where":{"a":1.0}}',
      `{"query_embeddings":[[1]],"n_results":3,"where":{"$and":[${where},{"a":1.0}]}}`,
    ],
  ] as const) {
    const forward = await (await post('query', body)).forward([{ masks: [], rates: [], filter, topK: 5 }]);
    const sent = Buffer.from(forward.request.body).toString();
    assert.deepEqual(JSON.parse(sent), JSON.parse(expected));
    assert.equal(
      sent.replace(/"where"|"n_results":5,?/g, '').length,
      expected.replace(/"where"|"n_results":5,?/g, '').length,
      sent,
    );
    assert.equal(forward.changes[0], 'filter tenant = "acme" and n in [1, "b", 2] added');
  }
});

test('what has no place for a required filter is refused', async () => {
  const filter = { op: 'compare', field: 'tenant', test: 'eq', value: 'acme' } as const;
  const under = async (
    judged: Promise<ChromaJudged>,
    of: { filter: typeof filter } | object = { filter },
  ): Promise<unknown> => (await judged).forward([{ masks: [], rates: [], ...of }]);
  const add =
    '{"ids":["1","2"],"embeddings":[[1],[2]],"metadatas":[{"tenant":"acme"},{"tenant":"acme","x":1}]}';
  await under(post('add', add));
  const table: readonly (readonly [Promise<ChromaJudged>, string])[] = [
    [post('upsert', add), 'write-not-atomic'],
    [post('update', add), 'write-not-atomic'],
    [post('add', add.replace('"acme"}', '"globex"}')), 'write-outside-filter'],
    [post('add', add.replace('{"tenant":"acme"}', '{"tenant":["acme"]}')), 'write-outside-filter'],
    [post('add', add.replace('{"tenant":"acme"}', 'null')), 'write-outside-filter'],
    [post('delete', '{"ids":null,"where":null}'), 'filter-has-no-place'],
    [post('fork', '{"new_name":"x-1"}'), 'filter-has-no-place'],
    [judge(request('GET', [...collections, id, 'indexing_status'])), 'filter-has-no-place'],
    [judge(request('DELETE', [...collections, 'customer-cases'])), 'filter-has-no-place'],
    [judge(request('PUT', [...collections, id], '{"new_name":"other"}')), 'filter-has-no-place'],
    [judge(request('POST', collections, '{"name":"new-one"}')), 'filter-has-no-place'],
  ];
  for (const [judged, code] of table) await assert.rejects(under(judged), refused(code, 'forbidden'), code);
  for (const field of ['$id', '$document', '#document', 'chroma:document', '']) {
    await assert.rejects(
      (await post('get', '{}')).forward([{ masks: [], rates: [], filter: { ...filter, field } }]),
      refused('filter-has-no-place', 'forbidden'),
      field,
    );
  }
});

test('texts that a write would store are told, wherever they stand', async () => {
  const { writtenTexts } = await post(
    'upsert',
    '{"ids":["i"],"embeddings":["AACAPw=="],"documents":["d"],"uris":["u"],"metadatas":[{"k":"v","l":["w"],"s":{"#type":"sparse_vector","indices":[1],"values":[1],"tokens":["t"]}}]}',
  );
  const texts = [...writtenTexts()];
  for (const text of ['i', 'd', 'u', 'k', 'v', 'w', 't']) assert.ok(texts.includes(text), text);
  assert.ok(!texts.includes('AACAPw=='));
});

test('records hold vectors as dimension and digest', async () => {
  const judged = await post('upsert', '{"ids":["i"],"embeddings":["AACAPwAAAAA="]}');
  const query = await post(
    'query',
    '{"query_embeddings":[[1.0,0.5,0.25,1,2,3,4,5]],"where":{"n":{"$in":[1,2]}}}',
  );
  const kept = `${Buffer.from(judged.body)}${Buffer.from(query.body)}`;
  assert.ok(!kept.includes('AACAPwAAAAA='));
  assert.ok(!kept.includes('0.25'));
  assert.match(kept, /"dimension":2,"sha256":"[0-9a-f]{64}"/);
  assert.match(kept, /"dimension":8/);
  assert.match(kept, /"\$in":\[1,2\]/);
});

test('the key of a client without our shim is where Chroma’s own client puts it', () => {
  const withHeaders = (headers: Record<string, string>): string | undefined =>
    protocol.presentedKey({ ...request('GET', []), headers });
  assert.equal(withHeaders({ authorization: 'Bearer abc' }), 'abc');
  assert.equal(withHeaders({ 'x-chroma-token': 'abc' }), 'abc');
  assert.equal(withHeaders({ authorization: 'Basic abc' }), undefined);
  assert.equal(withHeaders({}), undefined);
});
