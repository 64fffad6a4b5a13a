import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type QdrantWorld, startQdrantWorld, withoutQdrant } from '../harness/qdrant-world.ts';
import type { SignedIn } from '../harness/sign-in.ts';
import { type Attack, tryAll } from './attack-table.ts';

/* Ways around the rules of a policy for Qdrant over REST, as whoever may read some records of one collection. */

const policy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: tested, owner: tests, contact: "#tests" }
spec:
  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [vectors], collections: [cases, docs] }
      operations: [read]
      limits: { topK: 20, page: 20 }
    - id: analysts-write
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [vectors], collections: [cases] }
      operations: [write]
    - id: writer-writes
      effect: allow
      principals: { services: ["ci:writer"] }
      resources: { connections: [vectors], collections: [cases] }
      operations: [read, write, delete-bulk]
    - id: own-tenant
      effect: guard
      resources: { collections: [cases] }
      require: { filter: { tenant: { claim: tenant } } }
    - id: masked
      effect: guard
      principals: { except: { services: ["ci:writer"] } }
      resources: { collections: [cases] }
      mask:
        - { fields: [email, address.street], method: redact }
        - { fields: [note], detectors: [phone], method: redact }
        - { fields: [$document], detectors: [iban], method: redact }
        - { fields: [$vector], method: drop }
`;

const vector = [0.11, 0.22, 0.33];
const hidden = [
  'GLOBEX-SECRET',
  'TOP-SECRET',
  'ana@acme.example',
  'Hidden Street',
  '030 12345678',
  'DE89370400440532013000',
  '0.2671',
  '0.27',
];
const point = (id: number, tenant: string): object => ({
  id,
  vector: [0.11 * id, 0.22, 0.33],
  payload: {
    tenant,
    marker: tenant === 'acme' ? 'acme-ok' : 'GLOBEX-SECRET',
    email: 'ana@acme.example',
    note: 'Call me: +49 030 12345678',
    document: 'Pay to DE89370400440532013000 today.',
    address: { city: 'Bern', street: 'Hidden Street' },
    n: id,
    group: 1,
  },
});

suite('Qdrant over REST', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  let ana: SignedIn;
  /** Of a service that sees all fields and writes, within one tenant. */
  let writer: string;
  before(async () => {
    world = await startQdrantWorld({ policies: { main: policy } });
    ana = await world.signIn('ana');
    writer = await world.workload('writer', { tenant: 'acme' });
    for (const name of ['cases', 'docs', 'secret'])
      await world.straight('PUT', `/collections/${name}`, { vectors: { size: 3, distance: 'Dot' } });
    await refill();
    await world.straight('PUT', '/collections/secret/points?wait=true', {
      points: [{ id: 1, vector, payload: { marker: 'TOP-SECRET', tenant: 'acme' } }],
    });
    await world.straight('PUT', '/collections/docs/points?wait=true', {
      points: [{ id: 1, vector, payload: { text: 'public', cases: 2 } }],
    });
    await world.straight('PUT', '/collections/cases/index?wait=true', {
      field_name: 'n',
      field_schema: 'integer',
    });
    await world.straight('PUT', '/collections/cases/index?wait=true', {
      field_name: 'email',
      field_schema: 'keyword',
    });
    await world.straight('PUT', '/collections/cases/index?wait=true', {
      field_name: 'group',
      field_schema: 'integer',
    });
    await world.straight('POST', '/collections/aliases', {
      actions: [{ create_alias: { collection_name: 'secret', alias_name: 'public-looking' } }],
    });
  });
  after(() => world?.close());

  const refill = async (): Promise<void> => {
    await world.straight('PUT', '/collections/cases/points?wait=true', {
      points: [point(1, 'acme'), point(2, 'globex'), point(3, 'acme'), point(4, 'globex')],
    });
  };
  const as = (method: string, path: string, body?: unknown): Promise<Response> =>
    world.viaGate(ana.accessToken, method, path, body);
  const cases = '/collections/cases';
  /** Nothing hidden may stand in what is answered, whatever it is. */
  const sees = (name: string, method: string, path: string, body?: unknown): Attack => ({
    name,
    run: async () => {
      const answer = await as(method, path, body);
      const text = await answer.text();
      const found = hidden.find((secret) => text.includes(secret));
      return { passed: found !== undefined, seen: `${answer.status} ${found ?? ''}` };
    },
  });
  /** The request must be refused by the gate. */
  const refused = (name: string, method: string, path: string, body?: unknown): Attack => ({
    name,
    run: async () => {
      const answer = await as(method, path, body);
      const text = await answer.text();
      const line = /VectorGate: ([^\\"]{0,70})/.exec(text)?.[1];
      return { passed: line === undefined, seen: `${answer.status} ${line ?? text.slice(0, 80)}` };
    },
  });
  const everything = async (): Promise<string> => {
    const all = await world.straight('POST', `${cases}/points/scroll`, { limit: 100, with_vector: true });
    const secret = await world.straight('POST', '/collections/secret/points/scroll', { limit: 100 });
    const aliases = await world.straight('GET', '/aliases');
    const plain = async (answer: Response): Promise<unknown> =>
      ((await answer.json()) as { result: unknown }).result;
    return JSON.stringify([await plain(all), await plain(secret), await plain(aliases)]);
  };
  /** As `refused`, as the service that writes. */
  const refusedToo = (name: string, method: string, path: string, body?: unknown): Attack => ({
    name,
    run: async () => {
      const answer = await world.viaGate(writer, method, path, body);
      const line = /VectorGate: ([^\\"]{0,70})/.exec(await answer.text())?.[1];
      return { passed: line === undefined, seen: `${answer.status} ${line ?? ''}` };
    },
  });
  /** What is not hers must be as it was afterwards. */
  const changes = (name: string, method: string, path: string, body?: unknown): Attack => ({
    name,
    run: async () => {
      await refill();
      const foreign = async (): Promise<string> => {
        const answer = await world.straight('POST', `${cases}/points`, {
          ids: [2, 4],
          with_vector: true,
          with_payload: true,
        });
        const { result } = (await answer.json()) as { result: { id: number }[] };
        return JSON.stringify(result.toSorted((a, b) => a.id - b.id));
      };
      const before = await foreign();
      const answer = await world.viaGate(writer, method, path, body);
      const text = await answer.text();
      const passed = (await foreign()) !== before;
      return { passed, seen: `${answer.status} ${/VectorGate: ([^\\"]{0,50})/.exec(text)?.[1] ?? 'within'}` };
    },
  });

  test('what she may do works, narrowed and masked', async () => {
    const answer = await as('POST', `${cases}/points/query`, {
      query: vector,
      with_payload: true,
      with_vector: true,
      limit: 10,
    });
    assert.equal(answer.status, 200);
    const { result } = (await answer.json()) as {
      result: { points: { id: number; score: number; vector: unknown; payload: Record<string, unknown> }[] };
    };
    assert.deepEqual(result.points.map(({ id }) => id).sort(), [1, 3]);
    const [first] = result.points;
    assert.equal(first?.payload.email, '«redacted»');
    assert.deepEqual(first?.payload.address, { city: 'Bern', street: '«redacted»' });
    assert.match(String(first?.payload.note), /^Call me: «phone/);
    assert.equal(first?.vector, null);
    assert.ok(typeof first?.score === 'number');
    assert.match(
      decodeURIComponent(answer.headers.get('vectorgate-notice') ?? ''),
      /filter tenant = "acme" added/,
    );
  });

  test('invariants 1 and 3: reading past the filter and the masks', async (context) => {
    const query = (name: string, body: object): Attack => sees(name, 'POST', `${cases}/points/query`, body);
    const full = { with_payload: true, with_vector: true, limit: 20 };
    await tryAll(context, 'Qdrant, reading', [
      query('query', { query: vector, ...full }),
      query('query without anything', full),
      query('query with a filter for others', {
        ...full,
        filter: { must: [{ key: 'tenant', match: { value: 'globex' } }] },
      }),
      query('a filter that is always true', {
        ...full,
        filter: { should: [{ key: 'tenant', match: { value: 'globex' } }, { is_empty: { key: 'no' } }] },
      }),
      query('a filter turned round', {
        ...full,
        filter: { must_not: [{ key: 'tenant', match: { value: 'acme' } }] },
      }),
      query('a filter by ids', { ...full, filter: { must: [{ has_id: [2, 4] }] } }),
      query('a filter of null', { ...full, filter: null }),
      query('by the id of another’s point', { ...full, query: 2 }),
      query('recommended from another’s point', { ...full, query: { recommend: { positive: [2] } } }),
      query('recommended away from it', {
        ...full,
        query: { recommend: { positive: [1], negative: [4] } },
      }),
      query('discovered by it', {
        ...full,
        query: { discover: { target: 2, context: [{ positive: 4, negative: 1 }] } },
      }),
      query('in its context', { ...full, query: { context: [{ positive: 2, negative: 1 }] } }),
      query('a prefetch without the filter', {
        ...full,
        prefetch: { query: vector, limit: 20 },
        query: { fusion: 'rrf' },
      }),
      query('a prefetch in a prefetch', {
        ...full,
        prefetch: [{ prefetch: [{ query: vector, limit: 20 }], query: vector, limit: 20 }],
        query: { fusion: 'dbsf' },
      }),
      query('a prefetch by another’s id', {
        ...full,
        prefetch: { query: 2, limit: 20 },
        query: { fusion: 'rrf' },
      }),
      query('a lookup in another collection', {
        ...full,
        query: 1,
        lookup_from: { collection: 'secret' },
      }),
      query('a lookup in a prefetch', {
        ...full,
        prefetch: { query: 1, lookup_from: { collection: 'secret' }, limit: 5 },
        query: { fusion: 'rrf' },
      }),
      query('a lookup by an alias', { ...full, query: 1, lookup_from: { collection: 'public-looking' } }),
      query('random points', { ...full, query: { sample: 'random' } }),
      query('ordered by a number', { ...full, query: { order_by: 'n' } }),
      query('the payload but the mask’s fields', { ...full, with_payload: { exclude: ['note'] } }),
      query('one masked field alone', { ...full, with_payload: ['email'] }),
      query('one masked field by a path', { ...full, with_payload: { include: ['address.street'] } }),
      query('the vector by its other spelling', { query: vector, with_vectors: true, limit: 5 }),
      query('the vector by its empty name', { query: vector, with_vector: [''], limit: 5 }),
      sees('a batch of queries', 'POST', `${cases}/points/query/batch`, {
        searches: [
          { query: vector, limit: 5 },
          { query: vector, ...full },
          { query: 2, ...full },
        ],
      }),
      sees('a batch whose second looks elsewhere', 'POST', `${cases}/points/query/batch`, {
        searches: [{ query: vector }, { query: 1, lookup_from: { collection: 'secret' }, ...full }],
      }),
      sees('groups', 'POST', `${cases}/points/query/groups`, {
        group_by: 'n',
        query: vector,
        limit: 5,
        group_size: 3,
        with_payload: true,
        with_vector: true,
      }),
      sees('groups with a lookup elsewhere', 'POST', `${cases}/points/query/groups`, {
        group_by: 'group',
        query: vector,
        with_lookup: 'secret',
      }),
      sees('groups with a lookup elsewhere, in full', 'POST', `${cases}/points/query/groups`, {
        group_by: 'group',
        query: vector,
        with_lookup: { collection: 'secret', with_payload: true, with_vectors: true },
      }),
      sees(
        'groups of docs that look up her cases unfiltered',
        'POST',
        '/collections/docs/points/query/groups',
        {
          group_by: 'cases',
          query: vector,
          with_lookup: { collection: 'cases', with_payload: true, with_vectors: true },
        },
      ),
      sees('an older search', 'POST', `${cases}/points/search`, { vector, ...full }),
      sees('an older search by its other spellings', 'POST', `${cases}/points/search`, {
        vector: { name: '', vector },
        top: 20,
        with_vectors: true,
        with_payload: true,
      }),
      sees('older searches in a batch', 'POST', `${cases}/points/search/batch`, {
        searches: [
          { vector, ...full },
          { vector, ...full, filter: { must_not: [{ key: 'tenant', match: { value: 'acme' } }] } },
        ],
      }),
      sees('an older search by groups', 'POST', `${cases}/points/search/groups`, {
        vector,
        group_by: 'n',
        limit: 5,
        group_size: 3,
        with_payload: true,
        with_vector: true,
      }),
      sees('an older recommendation', 'POST', `${cases}/points/recommend`, { positive: [1], ...full }),
      sees('an older recommendation away from another’s point', 'POST', `${cases}/points/recommend`, {
        positive: [1],
        negative: [2],
        ...full,
      }),
      sees('an older recommendation by a lookup elsewhere', 'POST', `${cases}/points/recommend`, {
        positive: [1],
        lookup_from: { collection: 'secret' },
        ...full,
      }),
      sees('an older discovery', 'POST', `${cases}/points/discover`, {
        target: 1,
        context: [{ positive: 3, negative: 2 }],
        ...full,
      }),
      sees('scroll', 'POST', `${cases}/points/scroll`, { limit: 20, with_vector: true }),
      sees('scroll from another’s id', 'POST', `${cases}/points/scroll`, { limit: 1, offset: 2 }),
      sees('scroll by order', 'POST', `${cases}/points/scroll`, {
        limit: 5,
        order_by: { key: 'n', start_from: 2 },
      }),
      sees('by ids', 'POST', `${cases}/points`, { ids: [1, 2, 3, 4], with_vector: true, with_payload: true }),
      sees('by one id in the path', 'GET', `${cases}/points/2`),
      sees('by her own id in the path', 'GET', `${cases}/points/1`),
      sees('by an alias', 'POST', '/collections/public-looking/points/scroll', { limit: 5 }),
      sees('by an alias, by id', 'GET', '/collections/public-looking/points/1'),
      sees('another collection', 'POST', '/collections/secret/points/scroll', { limit: 5 }),
      sees('the list of collections', 'GET', '/collections'),
      sees('an error that quotes a value', 'POST', `${cases}/points/query`, {
        query: 'ana@acme.example',
        with_payload: true,
      }),
    ]);
  });

  test('invariants 1 and 3: what would tell of masked or other records by other means', async (context) => {
    await tryAll(context, 'Qdrant, inference', [
      refused('filter by a masked field', 'POST', `${cases}/points/scroll`, {
        filter: { must: [{ key: 'email', match: { value: 'ana@acme.example' } }] },
      }),
      refused('filter by part of it', 'POST', `${cases}/points/count`, {
        filter: { must: [{ key: 'email', match: { text: 'ana' } }] },
      }),
      refused('filter by its absence', 'POST', `${cases}/points/count`, {
        filter: { must: [{ is_empty: { key: 'email' } }] },
      }),
      refused('filter by a quoted path', 'POST', `${cases}/points/count`, {
        filter: { must: [{ key: '"email"', match: { value: 'x' } }] },
      }),
      refused('filter by a list step', 'POST', `${cases}/points/count`, {
        filter: { must: [{ key: 'email[]', match: { value: 'x' } }] },
      }),
      refused('filter below a nested key', 'POST', `${cases}/points/count`, {
        filter: {
          must: [
            { nested: { key: 'address', filter: { must: [{ key: 'street', match: { value: 'x' } }] } } },
          ],
        },
      }),
      refused('filter in a prefetch', 'POST', `${cases}/points/query`, {
        prefetch: {
          query: vector,
          filter: {
            should: [{ min_should: { conditions: [{ key: 'email', match: { value: 'x' } }], min_count: 1 } }],
          },
        },
        query: { fusion: 'rrf' },
      }),
      refused('filter by the text, by its key', 'POST', `${cases}/points/count`, {
        filter: { must: [{ key: 'document', match: { text: 'Pay' } }] },
      }),
      refused('order by it', 'POST', `${cases}/points/scroll`, { order_by: 'email' }),
      refused('order by it in a query', 'POST', `${cases}/points/query`, {
        query: { order_by: { key: 'email' } },
      }),
      refused('group by it', 'POST', `${cases}/points/query/groups`, {
        group_by: 'email',
        query: vector,
        limit: 2,
      }),
      refused('facet of it', 'POST', `${cases}/facet`, { key: 'email' }),
      refused('a formula over it', 'POST', `${cases}/points/query`, {
        prefetch: { query: vector },
        query: { formula: { sum: ['$score', { mult: [2, 'email'] }] } },
      }),
      refused('a condition on it in a formula', 'POST', `${cases}/points/query`, {
        prefetch: { query: vector },
        query: { formula: { sum: [{ key: 'email', match: { value: 'x' } }] } },
      }),
      refused('whether the vector is there', 'POST', `${cases}/points/count`, {
        filter: { must: [{ has_vector: '' }] },
      }),
      refused('an unknown condition', 'POST', `${cases}/points/count`, {
        filter: { must: [{ has_everything: true }] },
      }),
      refused('an unknown field of the body', 'POST', `${cases}/points/query`, { query: vector, extra: 1 }),
      refused('two spellings of one field', 'POST', `${cases}/points/query`, {
        query: vector,
        with_vector: false,
        with_vectors: true,
      }),
      refused(
        'the same key twice',
        'POST',
        `${cases}/points/query`,
        '{"query":[1,1,1],"limit":1,"limit":100}',
      ),
      refused('more than the limit', 'POST', `${cases}/points/query`, { query: vector, limit: 21 }),
      refused('more by an offset', 'POST', `${cases}/points/query`, { query: vector, limit: 20, offset: 5 }),
      refused('more by groups', 'POST', `${cases}/points/query/groups`, {
        group_by: 'n',
        query: vector,
        limit: 10,
        group_size: 10,
      }),
      refused('more in one of a batch', 'POST', `${cases}/points/query/batch`, {
        searches: [
          { query: vector, limit: 1 },
          { query: vector, limit: 21 },
        ],
      }),
      refused('a larger page', 'POST', `${cases}/points/scroll`, { limit: 21 }),
      refused('more by an older search', 'POST', `${cases}/points/search`, { vector, top: 21 }),
      refused('an older search by a masked field', 'POST', `${cases}/points/search`, {
        vector,
        limit: 5,
        filter: { must: [{ key: 'email', match: { value: 'x' } }] },
      }),
      refused('an older recommendation from another’s point', 'POST', `${cases}/points/recommend`, {
        positive: [2],
        limit: 5,
      }),
      refused('the limit in two spellings', 'POST', `${cases}/points/search`, { vector, limit: 1, top: 20 }),
      refused('a shard’s own scroll', 'POST', `${cases}/shards/0/points/scroll`, { limit: 5 }),
      refused('a snapshot', 'POST', `${cases}/snapshots`),
      refused('the list of snapshots', 'GET', `${cases}/snapshots`),
      refused('a snapshot of everything', 'POST', '/snapshots'),
      refused('a shard’s snapshot', 'GET', `${cases}/shards/0/snapshot`),
      refused('recovery from an address', 'PUT', `${cases}/snapshots/recover`, {
        location: 'http://169.254.169.254/',
      }),
      refused('a snapshot’s upload', 'POST', `${cases}/snapshots/upload`, 'x'),
      refused('telemetry', 'GET', '/telemetry?details_level=10'),
      refused('metrics', 'GET', '/metrics'),
      refused('cluster', 'GET', '/cluster'),
      refused('slow requests', 'GET', '/profiler/slow_requests'),
      refused('audit logs', 'POST', '/audit/logs', {}),
      refused('stack trace', 'GET', '/stacktrace'),
      refused('debugger', 'GET', '/debugger'),
      refused('logger', 'POST', '/logger', { log_level: 'trace' }),
      refused('the dashboard', 'GET', '/dashboard'),
      refused('a route that is not known', 'GET', `${cases}/everything`),
      refused('an unknown parameter', 'POST', `${cases}/points/scroll?all=true`, { limit: 1 }),
      refused('another method', 'PATCH', `${cases}/points`, {}),
    ]);
  });

  test('invariant 1: changing what lies outside', async (context) => {
    const other = { key: 'tenant', match: { value: 'globex' } };
    await tryAll(context, 'Qdrant, changing', [
      changes('upsert over another’s point', 'PUT', `${cases}/points?wait=true`, {
        points: [{ id: 2, vector, payload: { tenant: 'acme', n: 9 } }],
      }),
      changes('upsert into another tenant', 'PUT', `${cases}/points?wait=true`, {
        points: [{ id: 4, vector, payload: { tenant: 'globex', n: 9 } }],
      }),
      changes('upsert with a filter of one’s own', 'PUT', `${cases}/points?wait=true`, {
        points: [{ id: 2, vector, payload: { tenant: 'acme' } }],
        update_filter: { must: [other] },
      }),
      changes('upsert as a batch', 'PUT', `${cases}/points?wait=true`, {
        batch: { ids: [2], vectors: [vector], payloads: [{ tenant: 'acme' }] },
      }),
      changes('new vectors', 'PUT', `${cases}/points/vectors?wait=true`, {
        points: [{ id: 2, vector: [9, 9, 9] }],
      }),
      changes('no vectors', 'POST', `${cases}/points/vectors/delete?wait=true`, {
        points: [2],
        vector: [''],
      }),
      changes('set payload', 'POST', `${cases}/points/payload?wait=true`, {
        payload: { n: 99 },
        points: [2],
      }),
      changes('set payload by filter', 'POST', `${cases}/points/payload?wait=true`, {
        payload: { n: 99 },
        filter: { must: [other] },
      }),
      changes('set payload by an empty filter', 'POST', `${cases}/points/payload?wait=true`, {
        payload: { n: 99 },
        filter: {},
      }),
      changes('overwrite payload', 'PUT', `${cases}/points/payload?wait=true`, {
        payload: { tenant: 'acme' },
        points: [2],
      }),
      changes('delete payload', 'POST', `${cases}/points/payload/delete?wait=true`, {
        keys: ['n'],
        points: [2],
      }),
      changes('clear payload', 'POST', `${cases}/points/payload/clear?wait=true`, { points: [2] }),
      changes('delete by id', 'POST', `${cases}/points/delete?wait=true`, { points: [2] }),
      changes('delete by filter', 'POST', `${cases}/points/delete?wait=true`, { filter: { must: [other] } }),
      changes('delete by an empty filter', 'POST', `${cases}/points/delete?wait=true`, { filter: {} }),
      changes('a delete among others', 'POST', `${cases}/points/batch?wait=true`, {
        operations: [
          { upsert: { points: [point(1, 'acme')] } },
          { delete: { points: [2] } },
          { set_payload: { payload: { n: 1 }, points: [4] } },
        ],
      }),
      changes('a delete by two selections', 'POST', `${cases}/points/delete?wait=true`, {
        points: [1],
        filter: { must: [other] },
      }),
      refusedToo('her own point, whole, into another tenant', 'PUT', `${cases}/points?wait=true`, {
        points: [{ id: 1, vector, payload: { tenant: 'globex' } }],
      }),
      refusedToo('a new point without a tenant', 'PUT', `${cases}/points?wait=true`, {
        points: [{ id: 77, vector, payload: {} }],
      }),
      refusedToo('one good point and one that is not', 'PUT', `${cases}/points?wait=true`, {
        points: [point(1, 'acme'), { id: 78, vector, payload: { tenant: 'globex' } }],
      }),
      refusedToo('a tenant below a key', 'POST', `${cases}/points/payload?wait=true`, {
        payload: { x: 'acme' },
        key: 'tenant',
        points: [1],
      }),
      refusedToo('no payload at all', 'POST', `${cases}/points/payload/clear?wait=true`, { points: [1] }),
      refusedToo('her own point into another tenant', 'POST', `${cases}/points/payload?wait=true`, {
        payload: { tenant: 'globex' },
        points: [1],
      }),
      refusedToo('the same in two tenants', 'POST', `${cases}/points/payload?wait=true`, {
        payload: { tenant: ['acme', 'globex'] },
        points: [1],
      }),
      refusedToo('the same without a tenant', 'POST', `${cases}/points/payload/delete?wait=true`, {
        keys: ['tenant'],
        points: [1],
      }),
      refused('a masked field', 'POST', `${cases}/points/payload?wait=true`, {
        payload: { email: 'x' },
        points: [1],
      }),
      refused('the text', 'POST', `${cases}/points/payload?wait=true`, {
        payload: { document: 'x' },
        points: [1],
      }),
      refused('below a masked field’s parent', 'POST', `${cases}/points/payload?wait=true`, {
        payload: { street: 'x' },
        key: 'address',
        points: [1],
      }),
      refused('an alias for a collection that is closed', 'POST', '/collections/aliases', {
        actions: [{ create_alias: { collection_name: 'secret', alias_name: 'docs2' } }],
      }),
      refused('an alias for a collection that is open', 'POST', '/collections/aliases', {
        actions: [{ create_alias: { collection_name: 'cases', alias_name: 'free' } }],
      }),
      refused('a collection', 'PUT', '/collections/mine', { vectors: { size: 3, distance: 'Dot' } }),
      refused('a collection out of another', 'PUT', '/collections/mine', {
        vectors: { size: 3, distance: 'Dot' },
        init_from: { collection: 'secret' },
      }),
      refused('no collection any more', 'DELETE', cases),
      refused('an index', 'PUT', `${cases}/index`, { field_name: 'marker', field_schema: 'keyword' }),
    ]);
    const now = await everything();
    assert.match(now, /TOP-SECRET/);
    assert.match(now, /"alias_name":"public-looking"/);
    assert.doesNotMatch(now, /"alias_name":"(free|docs2)"/);
  });
});
