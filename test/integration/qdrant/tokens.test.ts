import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { decodeJwt } from 'jose';
import { permitEverything, policyOf } from '../../harness/policies.ts';
import { type QdrantWorld, startQdrantWorld, withoutQdrant } from '../../harness/qdrant-world.ts';

/* The second fence: the server itself allows each request no more than what was decided. */

suite('Qdrant with a token for each request', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  let token: string;
  before(async () => {
    world = await startQdrantWorld({
      policies: { all: policyOf(permitEverything('all', 'services: ["ci:all"]', 'vectors')) },
      tokens: true,
    });
    token = await world.workload('all');
  });
  after(() => world?.close());

  const as = async (method: string, path: string, body?: unknown): Promise<number> => {
    const answer = await world.viaGate(token, method, path, body);
    const text = await answer.text();
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${text}`);
    return answer.status;
  };
  /** The token that the last request for this path carried. */
  const shown = (method: string, path: string): string => {
    const last = world.recorded.passed.findLast(
      (one) => one.method === method && one.url.split('?')[0] === path,
    );
    const at = last?.rawHeaders.findIndex((name) => name.toLowerCase() === 'api-key') ?? -1;
    return last?.rawHeaders[at + 1] ?? '';
  };
  const access = (method: string, path: string): unknown => decodeJwt(shown(method, path)).access;
  const c = '/collections/cases';
  const only = (mode: string, collection = 'cases'): unknown => [{ collection, access: mode }];

  test('each request carries what it needs and no more, and every kind of request passes', async () => {
    const vectors = { size: 2, distance: 'Dot' };
    await as('PUT', c, { vectors });
    await as('PUT', '/collections/other', { vectors });
    const points = [
      { id: 1, vector: [1, 0], payload: { n: 1 } },
      { id: 2, vector: [0, 1], payload: { n: 2 } },
    ];
    await as('PUT', '/collections/other/points?wait=true', { points });
    const calls: readonly (readonly [string, string, unknown, unknown])[] = [
      ['PUT', `${c}/points`, { points }, only('rw')],
      ['PUT', `${c}/index`, { field_name: 'n', field_schema: 'integer' }, only('rw')],
      ['POST', `${c}/points/query`, { query: [1, 0] }, only('r')],
      ['POST', `${c}/points/query/batch`, { searches: [{ query: 1 }] }, only('r')],
      ['POST', `${c}/points/query/groups`, { query: [1, 0], group_by: 'n' }, only('r')],
      [
        'POST',
        `${c}/points/query`,
        { query: 1, lookup_from: { collection: 'other' } },
        [
          { collection: 'cases', access: 'r' },
          { collection: 'other', access: 'r' },
        ],
      ],
      ['POST', `${c}/points/scroll`, {}, only('r')],
      ['POST', `${c}/points/count`, {}, only('r')],
      ['POST', `${c}/facet`, { key: 'n' }, only('r')],
      ['POST', `${c}/points`, { ids: [1] }, only('r')],
      ['GET', `${c}/points/1`, undefined, only('r')],
      ['POST', `${c}/points/payload`, { payload: { m: 1 }, points: [1] }, only('rw')],
      ['PUT', `${c}/points/payload`, { payload: { n: 1 }, points: [1] }, only('rw')],
      ['PUT', `${c}/points/vectors`, { points: [{ id: 1, vector: [1, 1] }] }, only('rw')],
      ['POST', `${c}/points/batch`, { operations: [{ delete: { points: [2] } }] }, only('rw')],
      ['POST', `${c}/points/delete`, { filter: { must: [{ key: 'n', match: { value: 9 } }] } }, only('rw')],
      ['GET', c, undefined, only('r')],
      ['GET', `${c}/exists`, undefined, only('r')],
      ['GET', `${c}/aliases`, undefined, only('r')],
      ['GET', '/collections', undefined, 'r'],
      ['GET', '/aliases', undefined, 'r'],
      ['GET', '/', undefined, 'r'],
      ['GET', `${c}/snapshots`, undefined, 'm'],
      ['GET', '/telemetry', undefined, 'm'],
      ['PATCH', c, { optimizers_config: { indexing_threshold: 10_000 } }, 'm'],
      [
        'POST',
        '/collections/aliases',
        { actions: [{ create_alias: { collection_name: 'cases', alias_name: 'also' } }] },
        'm',
      ],
    ];
    for (const [method, path, body, expected] of calls) {
      await as(method, path, body);
      assert.deepEqual(access(method, path), expected, `${method} ${path}`);
    }
    // An alias is resolved: the token names the collection, and so does the path.
    await as('POST', '/collections/also/points/scroll', { limit: 1 });
    assert.deepEqual(access('POST', `${c}/points/scroll`), only('r'));
    await as('DELETE', '/collections/other');
    assert.equal(access('DELETE', '/collections/other'), 'm');
  });

  test('invariant 5: the server itself refuses a token elsewhere, and the key never goes over the line', async () => {
    await as('POST', `${c}/points/scroll`, { limit: 1 });
    const reading = shown('POST', `${c}/points/scroll`);
    const { exp = 0 } = decodeJwt(reading);
    assert.ok(exp - Date.now() / 1000 <= 61, 'it counts for a minute');
    const straight = async (method: string, path: string, body: unknown): Promise<number> => {
      const answer = await fetch(`${world.qdrant.url}${path}`, {
        method,
        headers: { 'api-key': reading, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      await answer.body?.cancel();
      return answer.status;
    };
    await world.straight('PUT', '/collections/hidden', { vectors: { size: 2, distance: 'Dot' } });
    assert.equal(await straight('POST', `${c}/points/scroll`, {}), 200);
    assert.equal(await straight('POST', '/collections/hidden/points/scroll', {}), 403);
    assert.equal(await straight('POST', `${c}/points/delete`, { points: [1] }), 403);
    const text = JSON.stringify(world.recorded.passed.map(({ rawHeaders }) => rawHeaders));
    assert.ok(!text.includes('the-key-that-only-the-gateway-has'));
  });
});
