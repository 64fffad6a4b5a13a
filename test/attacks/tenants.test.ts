import { after, before, test } from 'node:test';
import { type Attack, tryAll } from './attack-table.ts';
import { type AttackWorld, assertOpen, startAttackWorld } from './attack-world.ts';

let world: AttackWorld;
before(async () => {
  world = await startAttackWorld();
});
after(() => world?.close());

/** Ways to the collection of another Chroma tenant: its id under the own tenant's name, its own name, forks, renames. */
const ways = (own: string, foreign: string): readonly (readonly [string, string, string, unknown])[] => {
  const mine = '/api/v2/tenants/default_tenant/databases/default_database';
  const other = '/api/v2/tenants/globex-eu/databases/default_database';
  const vector = Array.from({ length: 256 }, () => 0.1);
  return [
    [
      'get by the foreign id under the own tenant',
      'POST',
      `${mine}/collections/${foreign}/get`,
      { limit: 5 },
    ],
    [
      'query by the foreign id under the own tenant',
      'POST',
      `${mine}/collections/${foreign}/query`,
      { query_embeddings: [vector], n_results: 3 },
    ],
    [
      'count by the foreign id under the own tenant',
      'GET',
      `${mine}/collections/${foreign}/count`,
      undefined,
    ],
    [
      'describe the foreign id under the own tenant',
      'GET',
      `${mine}/collections/by-id/${foreign}`,
      undefined,
    ],
    ['get under the foreign tenant', 'POST', `${other}/collections/${foreign}/get`, { limit: 5 }],
    [
      'query under the foreign tenant',
      'POST',
      `${other}/collections/${foreign}/query`,
      { query_embeddings: [vector], n_results: 3 },
    ],
    ['own id under the foreign tenant', 'POST', `${other}/collections/${own}/get`, { limit: 5 }],
    [
      'own id under a made-up tenant',
      'POST',
      `/api/v2/tenants/nobody/databases/default_database/collections/${own}/get`,
      { limit: 5 },
    ],
    [
      'own id under a made-up database',
      'POST',
      `/api/v2/tenants/default_tenant/databases/nothing/collections/${own}/get`,
      { limit: 5 },
    ],
    [
      'foreign id under a made-up tenant',
      'POST',
      `/api/v2/tenants/nobody/databases/default_database/collections/${foreign}/get`,
      { limit: 5 },
    ],
    ['list the foreign tenant', 'GET', `${other}/collections`, undefined],
    ['count the foreign tenant’s collections', 'GET', `${other}/collections_count`, undefined],
    ['describe the foreign collection by name', 'GET', `${other}/collections/customer-cases`, undefined],
    ['describe the foreign tenant', 'GET', '/api/v2/tenants/globex-eu', undefined],
    ['list the foreign tenant’s databases', 'GET', '/api/v2/tenants/globex-eu/databases', undefined],
    [
      'fork the foreign collection',
      'POST',
      `${mine}/collections/${foreign}/fork`,
      { new_name: 'customer-cases-2' },
    ],
    [
      'fork the own collection out of its guards',
      'POST',
      `${mine}/collections/${own}/fork`,
      { new_name: 'free' },
    ],
    ['rename the foreign collection', 'PUT', `${mine}/collections/${foreign}`, { new_name: 'mine' }],
    [
      'rename the own collection out of its guards',
      'PUT',
      `${mine}/collections/${own}`,
      { new_name: 'free' },
    ],
    [
      'attach a function that copies',
      'POST',
      `${mine}/collections/${own}/functions/attach`,
      { name: 'f', function_id: 'record_counter', output_collection: 'free', params: null },
    ],
    [
      'write to the foreign id',
      'POST',
      `${mine}/collections/${foreign}/upsert`,
      { ids: ['x'], embeddings: [vector] },
    ],
    ['delete by the foreign id', 'POST', `${mine}/collections/${foreign}/delete`, { ids: ['CASE-0001'] }],
    ['drop the foreign collection', 'DELETE', `${mine}/collections/${foreign}`, undefined],
    [
      'conditional get of the foreign id',
      'POST',
      `${mine}/collections/${foreign}/conditional/get`,
      { limit: 5 },
    ],
    [
      'collection by resource name',
      'GET',
      '/api/v2/collections/globex-eu:default_database:customer-cases',
      undefined,
    ],
    [
      'create a collection of the same name elsewhere',
      'POST',
      `${other}/collections`,
      { name: 'customer-cases', get_or_create: true },
    ],
    ['get_or_create in the own tenant', 'POST', `${mine}/collections`, { name: 'free', get_or_create: true }],
    ['create a tenant', 'POST', '/api/v2/tenants', { name: 'mine' }],
    ['create a database', 'POST', '/api/v2/tenants/default_tenant/databases', { name: 'mine' }],
    ['drop the database', 'DELETE', mine, undefined],
  ];
};

test('invariant 1: other tenants', async (context) => {
  await assertOpen(world);
  const attacks = ways(world.own, world.foreign).map(
    ([name, method, path, body]): Attack => ({
      name,
      run: async () => {
        world.recorder.passed.length = 0;
        const response = await world.call(world.token, method, path, body);
        const text = await response.text();
        const changed = world.recorder.passed.some((p) => p.method !== 'GET');
        const passed = response.ok || changed;
        return {
          passed,
          seen: passed ? `${response.status} ${text.slice(0, 100)}` : String(response.status),
        };
      },
    }),
  );
  await tryAll(context, 'Tenants: a collection is reached only where policy names it', attacks);
});
