import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { DemoError } from '../demo-error.ts';
import { freePort } from '../processes/free-port.ts';
import { existingQdrant } from './existing-qdrant.ts';
import { findQdrant, noQdrant } from './find-qdrant.ts';
import { readQdrantUrl } from './read-qdrant-url.ts';
import { type RunningQdrant, startQdrant } from './start-qdrant.ts';

const says = (part: RegExp) => (error: unknown) => {
  assert.ok(error instanceof DemoError);
  assert.match(error.message, part);
  assert.notEqual(error.remedy, '');
  return true;
};

test('addresses that are none of a server’s REST API', () => {
  assert.equal(readQdrantUrl('http://127.0.0.1:6333').port, '6333');
  for (const text of [
    '',
    '127.0.0.1:6333',
    'https://host',
    'http://host/x',
    'http://me@host',
    'http://host?x',
  ])
    assert.throws(() => readQdrantUrl(text), says(/is not the address/));
});

const program = await findQdrant();

suite('a Qdrant server that runs already', { skip: program === undefined && noQdrant }, () => {
  let folder: string;
  let server: RunningQdrant;
  const put = (path: string): Promise<Response> =>
    fetch(`${server.url}/collections/${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ vectors: { size: 3, distance: 'Dot' } }),
    });
  const names = async (): Promise<string[]> => {
    const answer = await fetch(`${server.url}/collections`);
    const { result } = (await answer.json()) as { result: { collections: { name: string }[] } };
    return result.collections.map(({ name }) => name).sort();
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vg-existing-'));
    server = await startQdrant({
      program: program ?? '',
      folder: join(folder, 'server'),
      log: join(folder, 'server.log'),
    });
    await put('mine');
  });
  after(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('takes the demo’s collections and gives them back', async () => {
    const existing = existingQdrant(readQdrantUrl(server.url));
    await existing.load(join(folder, 'demo'));
    assert.deepEqual(await names(), ['customer-cases', 'mine', 'product-docs']);
    await existing.unload();
    assert.deepEqual(await names(), ['mine']);
  });

  test('is left as it is where a collection of such a name is there', async () => {
    await put('product-docs');
    const existing = existingQdrant(readQdrantUrl(server.url));
    await assert.rejects(
      existing.load(join(folder, 'demo')),
      says(/a collection "product-docs" already, and the demo would change it/),
    );
    await existing.unload();
    assert.deepEqual(await names(), ['mine', 'product-docs']);
  });

  test('keeps what somebody else made while the demo was loaded', async () => {
    const remove = (name: string): Promise<Response> =>
      fetch(`${server.url}/collections/${name}`, { method: 'DELETE' });
    await remove('product-docs');
    const existing = existingQdrant(readQdrantUrl(server.url));
    const loading = existing.load(join(folder, 'demo'));
    // The loader makes it second, and long after it was seen not to be there.
    const theirs = (async () => {
      while (!(await names()).includes('customer-cases')) await pause(20);
      await put('product-docs');
    })();
    await assert.rejects(loading, says(/Loading the data failed/));
    await theirs;
    await existing.unload();
    assert.deepEqual(await names(), ['mine', 'product-docs']);
    await remove('product-docs');
  });

  test('that is gone at the end is said to hold what was loaded', async () => {
    const existing = existingQdrant(readQdrantUrl(server.url));
    await existing.load(join(folder, 'demo'));
    await server.stop();
    await assert.rejects(existing.unload(), says(/could not be taken away from the Qdrant server/));
    await existing.unload();
  });

  test('that does not answer', async () => {
    const none = existingQdrant(readQdrantUrl(`http://127.0.0.1:${await freePort()}`));
    await assert.rejects(none.load(folder), says(/No Qdrant server answers/));
  });
});
