import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Obligations } from '@vectorgate/policy-schema';
import type { HttpRequest, HttpResponse } from '../gateway/src/engines/http/http-message.ts';
import type { StoreProtocol } from '../gateway/src/pipeline/store-protocol.ts';
import type { StoreFolder } from '../gateway/src/protocols/store-folder.ts';

const protocols = new URL('../gateway/src/protocols/', import.meta.url);
const filter = { op: 'compare', field: 'tenant', test: 'eq', value: 'acme' } as const;
const nothing: Obligations = { masks: [], rates: [] };
const masked: Obligations = {
  rates: [],
  masks: [
    {
      fields: { paths: ['email', '$vector'] },
      method: 'drop',
      filterable: false,
      rule: { policy: 'p', rule: 'r', file: 'p.policy.yaml', line: 1 },
    },
  ],
};

/** Writes the page's files into a folder, with imports of what lies around the store's folder made whole. */
async function writeFiles(folder: string): Promise<void> {
  const page = await readFile(new URL('toy-store.md', import.meta.url), 'utf8');
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  for (const [, name, code] of page.matchAll(/^## (\S+\.ts)\n\n```ts\n(.*?)^```$/gms)) {
    const text = code!
      .replace(/from '(\.\.\/[^']+)'/g, (_, path) => `from '${new URL(path, new URL('toy/', protocols))}'`)
      .replace(/from '(@[^']+)'/g, (_, name) => `from '${import.meta.resolve(name)}'`);
    await writeFile(join(folder, name!), text);
  }
}

suite('the store that the page adds', () => {
  let folder: string;
  let protocol: StoreProtocol<HttpRequest, HttpResponse>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vectorgate-toy-'));
    await writeFiles(folder);
    const { toyProtocol } = (await import(String(pathToFileURL(join(folder, 'toy-protocol.ts'))))) as {
      toyProtocol: StoreFolder['protocol'];
    };
    protocol = toyProtocol({ maskKeys: { hash: new Uint8Array(32), token: new Uint8Array(32) } });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const judge = (method: string, path: string, body?: unknown) =>
    protocol.judge(
      {
        method,
        path: path.slice(1).split('/'),
        query: [],
        headers: {},
        body: body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body)),
      },
      {
        connection: 'toys',
        enforced: true,
        memory: new Map(),
        ask: () => assert.fail('it asks the store nothing'),
      },
    );
  const text = (body: Uint8Array): string => Buffer.from(body).toString();
  const answer = (body: unknown, status = 200): HttpResponse => ({
    status,
    headers: {},
    body: Buffer.from(JSON.stringify(body)),
  });

  test('a search is narrowed', async () => {
    const own = { field: 'n', in: [1, 2] };
    for (const [asked, sent] of [
      [{ vector: [1, 2] }, { filter: [{ field: 'tenant', in: ['acme'] }], limit: 5 }],
      [
        { vector: [1, 2], limit: 9, filter: [] },
        { filter: [{ field: 'tenant', in: ['acme'] }], limit: 5 },
      ],
      [
        { vector: [1, 2], limit: 3, filter: [own] },
        { filter: [{ field: 'tenant', in: ['acme'] }, own], limit: 3 },
      ],
    ] as const) {
      const judged = await judge('POST', '/cases/search', asked);
      const { request, changes } = await judged.forward([{ ...nothing, filter, topK: 5 }]);
      assert.deepEqual(JSON.parse(text(request.body)), { vector: [1, 2], ...sent });
      assert.equal(changes[0], 'filter tenant = "acme" added');
    }
  });

  test('nothing owed: no byte differs', async () => {
    const judged = await judge('POST', '/cases/search', { vector: [1, 2], limit: 9 });
    const { request, deliver } = await judged.forward([nothing]);
    assert.equal(text(request.body), '{"vector":[1,2],"limit":9}');
    const came = answer({ hits: [{ id: '1', unknown: 1 }] });
    assert.equal(deliver(came).response.body, came.body);
  });

  test('answers are masked, errors too, and again for another reader', async () => {
    const judged = await judge('POST', '/cases/search', { vector: [1, 2] });
    const { deliver } = await judged.forward([masked]);
    const point = {
      id: '1',
      vector: [1, 2],
      score: 0.5,
      fields: { email: 'a@example.com', n: 1 },
      unknown: 1,
    };
    const came = answer({ hits: [point], took: 1 });
    const seen = '{"hits":[{"id":"1","score":0.5,"fields":{"n":1}}]}';
    const { response, hits } = deliver(came);
    assert.equal(text(response.body), seen);
    assert.equal(hits, 1);
    assert.doesNotMatch(text(deliver(answer({ error: 'a@example.com' }, 400)).response.body), /example/);
    assert.equal(text(protocol.remask(judged.operations, 200, came.body, masked.masks)!), seen);
    assert.throws(() => deliver({ ...came, body: Buffer.from('[') }), /cannot be masked/);
  });

  test('an upsert under a filter is refused; without one policy sees what is written', async () => {
    const points = [{ id: '1', vector: [1, 2], fields: { tenant: 'acme', n: 1 } }];
    const judged = await judge('POST', '/cases/upsert', { points });
    assert.deepEqual(
      judged.operations[0]?.written?.items.map((item) => ({ ...item })),
      [points[0]!.fields],
    );
    await judged.forward([nothing]);
    await assert.rejects(judged.forward([{ ...nothing, filter }]), /Toy cannot limit this operation/);
  });

  test('a list of collections is shortened, and a route without a reader refused', async () => {
    const judged = await judge('GET', '/collections');
    const { deliver } = await judged.forward([{ ...nothing, visible: (_t, _d, name) => name === 'cases' }]);
    const { response } = deliver(answer({ collections: ['cases', 'secret'] }));
    assert.deepEqual(JSON.parse(text(response.body)), { collections: ['cases'] });
    await assert.rejects(judge('GET', '/cases/dump'), /gives away whole collections/);
  });
});
