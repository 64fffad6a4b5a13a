import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allowEverything } from '../../harness/policies.ts';
import { type RecordingStore, startRecordingStore } from '../../harness/recording-store.ts';
import { runPython } from '../../harness/run-python.ts';
import { knownAs, startWorld, type World } from '../../harness/world.ts';

interface Comparison {
  readonly calls: number;
  readonly differences: readonly {
    readonly call: string;
    readonly direct: { readonly result: string };
    readonly gate: { readonly result: string };
  }[];
}

let world: World;
let recorder: RecordingStore;

before(async () => {
  world = await startWorld({
    policies: { everything: allowEverything('ci:transparency') },
    storeAddress: async (chroma) => {
      recorder = await startRecordingStore(chroma.url);
      return recorder.url;
    },
  });
});
after(async () => {
  await world?.close();
  await recorder?.close();
});

test('invariant 7: through an allow-everything gate no method of the real client can tell the gate from the store', async () => {
  const program = new URL('./every_method.py', import.meta.url).pathname;
  const token = await world.workload('transparency');
  const data = new URL(world.gateway?.dataUrl ?? '').port;
  const result = (await runPython(program, [String(world.chroma.port), data, token, knownAs])) as Comparison;
  assert.ok(result.calls > 70, `${result.calls} calls were compared`);
  // Ranking expressions are refused by the gate, and by a single Chroma server too: it answers 501 to every `search`.
  const expected = ['search'];
  assert.deepEqual(
    result.differences.filter(({ call }) => !expected.includes(call)),
    [],
  );
  for (const { call, direct, gate } of result.differences) {
    assert.match(direct.result, /not implemented/i, `${call}, straight`);
    assert.match(gate.result, /not read by this gateway/, `${call}, through the gate`);
  }
});

test('invariant 7: bodies pass to the byte in both directions', async () => {
  const token = await world.workload('transparency');
  const collections = '/api/v2/tenants/default_tenant/databases/default_database/collections';
  const created = await world.call(token, 'POST', collections, { name: 'bytes', get_or_create: false });
  assert.equal(created.status, 200);
  const { id } = (await created.json()) as { id: string };
  const bodies: readonly (readonly [string, string])[] = [
    [
      'add',
      '{ "ids" : ["a","b"],\n "embeddings":[[1.0,-0.0,1e-7],[0.10,2,3]], "documents":["\\u00fc \\"q\\"","b"], "metadatas":[{"n":9007199254740993,"f":1.0},null] , "uris":null}',
    ],
    ['get', '{"include":["documents","metadatas","embeddings","uris"] ,"ids":["b","a"]}'],
    [
      'query',
      '{"query_embeddings":[[1,0,0.50]],"n_results":2,"include":["embeddings","distances","metadatas"]}',
    ],
    ['upsert', '{"ids":["a"],"embeddings":[[3,2,1]],"documents":null,"metadatas":null,"uris":null}'],
    ['update', '{"ids":["b"],"embeddings":null,"documents":["neu ☂"],"metadatas":null,"uris":null}'],
    ['delete', '{"ids":["a"],"where":null,"where_document":null}'],
  ];
  for (const [route, body] of bodies) {
    const path = `${collections}/${id}/${route}`;
    recorder.passed.length = 0;
    const response = await world.call(token, 'POST', path, body);
    const received = Buffer.from(await response.arrayBuffer());
    const passed = recorder.passed.find((p) => p.url === path);
    assert.ok(passed, `${route} reached the store`);
    assert.equal(response.status, passed.status, route);
    assert.ok(response.status < 300, `${route}: ${received}`);
    assert.deepEqual(passed.requestBody, Buffer.from(body), `${route}: request`);
    assert.deepEqual(received, passed.responseBody, `${route}: response`);
  }
});
