import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal } from '../../pipeline/refusal.ts';
import { matchOperation } from './match-operation.ts';
import { startChroma } from './testing/chroma-server.ts';

let chroma: Awaited<ReturnType<typeof startChroma>>;
before(async () => {
  chroma = await startChroma();
});
after(() => chroma.close());

const request = (method: string, path: readonly string[]) => ({
  method,
  path,
  query: [],
  headers: {},
  body: new Uint8Array(),
});

test('every operation of the running server’s own description is in the table, with its name, method and path', async () => {
  const description = (await (await fetch(`${chroma.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const described = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => ({
      path,
      method: method.toUpperCase(),
      operationId,
    })),
  );
  assert.ok(described.length >= 35, `the description names ${described.length} operations`);
  for (const { path, method, operationId } of described) {
    const segments = path
      .slice(1)
      .split('/')
      .map((segment) => (segment.startsWith('{') ? 'x-1' : segment));
    assert.equal(matchOperation(request(method, segments)).operation.id, operationId, `${method} ${path}`);
  }
});

test('what is not in the table is refused', () => {
  const database = ['api', 'v2', 'tenants', 't', 'databases', 'd'];
  for (const [method, path] of [
    ['GET', []],
    ['GET', ['docs']],
    ['GET', ['api', 'v2']],
    ['GET', ['api', 'v1', 'collections']],
    ['POST', ['api', 'v1', 'collections', 'x', 'get']],
    ['HEAD', ['api', 'v2', 'heartbeat']],
    ['OPTIONS', ['api', 'v2', 'heartbeat']],
    ['PUT', ['api', 'v2', 'tenants', 't']],
    ['POST', [...database, 'collections', 'x', 'GET']],
    ['POST', [...database, 'Collections', 'x', 'get']],
    ['GET', [...database, 'collections', 'x', 'get']],
    ['POST', [...database, 'collections', 'x', 'get', 'more']],
    ['POST', [...database, 'collections', 'x']],
    ['PATCH', [...database, 'collections', 'x', 'get']],
    ['get', ['api', 'v2', 'heartbeat']],
  ] as const) {
    assert.throws(
      () => matchOperation(request(method, path)),
      (error) => error instanceof Refusal && error.kind === 'unreadable',
      `${method} /${path.join('/')}`,
    );
  }
});
