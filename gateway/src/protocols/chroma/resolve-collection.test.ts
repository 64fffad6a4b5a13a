import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChromaContext } from './chroma-operation.ts';
import { chromaProtocol } from './chroma-protocol.ts';
import { CollectionCache } from './collection-cache.ts';

const id = '0f1e2d3c-4b5a-4978-8675-645342312010';
const path = ['api', 'v2', 'tenants', 't', 'databases', 'd', 'collections', id, 'count'];

test('a lookup that a rename overtakes binds nothing after it', async () => {
  let name = 'before';
  let renamedMeanwhile = (): void => {};
  const context: ChromaContext = {
    connection: 'insights',
    enforced: true,
    memory: new Map(),
    ask: async () => {
      const body = Buffer.from(JSON.stringify({ id, name, tenant: 't', database: 'd' }));
      renamedMeanwhile();
      return { status: 200, headers: {}, body };
    },
  };
  const protocol = chromaProtocol({ maskKeys: { hash: new Uint8Array(32), token: new Uint8Array(32) } });
  const targets = async (): Promise<string> => {
    const request = { method: 'GET', path, query: [], headers: {}, body: new Uint8Array() } as const;
    return JSON.stringify((await protocol.judge(request, context)).operations[0]?.targets);
  };
  renamedMeanwhile = () => {
    name = 'after';
    CollectionCache.of(context).clear();
  };
  await targets();
  renamedMeanwhile = () => {};
  assert.match(await targets(), /after/);
  name = 'unseen';
  assert.match(await targets(), /after/, 'what is certain is kept');
});
