import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { verifyRecords } from '../../gateway/src/sessions/verify-records.ts';
import { capturedLog } from '../harness/captured-log.ts';
import { allowEverything } from '../harness/policies.ts';
import { readAllHeaders } from '../harness/read-records.ts';
import { type RecordingStore, startRecordingStore } from '../harness/recording-store.ts';
import { collections, makeCollection, storedIds } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { startWorld, type World } from '../harness/world.ts';

/** Why nothing can be recorded, as the refusal says it. */
const reason = 'the folder is gone';

/** Makes recording impossible; returns what makes it possible again. */
async function takeFolderAway({ folder }: World): Promise<() => Promise<void>> {
  const segments = join(folder, 'data', 'records', 'segments');
  await rename(segments, `${segments}.away`);
  return () => rename(`${segments}.away`, segments);
}

// Faults of the disk beneath an enforced connection stand in test/faults/disk.test.ts.
test('invariants 4 and 8: a monitored connection, too, lets nothing pass that cannot be recorded', async (context) => {
  let store: RecordingStore | undefined;
  const log = capturedLog();
  const world = await startWorld({
    policies: { everything: allowEverything('ci:writer') },
    mode: 'monitor',
    logger: log.logger,
    // Down to the last byte: what comes before is tested by itself.
    root: 'limits: { freeDiskBytes: 0 }',
    storeAddress: async (chroma) => {
      store = await startRecordingStore(chroma.url);
      return store.url;
    },
  });
  try {
    const token = await world.workload('writer');
    const id = await makeCollection(world.chroma.url, 'notes', { ids: ['0'], embeddings: [[1, 0]] });
    const call = (route: string, body: object): Promise<Response> =>
      world.call(token, 'POST', `${collections}/${id}/${route}`, body);
    const write = (ids: string[], document = 'made up'): Promise<Response> =>
      call('upsert', { ids, embeddings: ids.map(() => [1, 0]), documents: ids.map(() => document) });
    const health = async (): Promise<{ ok: boolean; recording: object }> =>
      (await fetch(`${world.controlUrl}/healthz`)).json() as Promise<{ ok: boolean; recording: object }>;
    assert.equal((await write(['before'])).status, 200);

    const end = await takeFolderAway(world);
    const forwarded = store?.passed.length ?? 0;
    // A long record: a short one may still fit into the last block of a full disk.
    const long = randomBytes(32_768).toString('base64');
    for (const attempt of [
      () => write(['refused'], long),
      () => call('delete', { ids: ['0'], where: null, where_document: null }),
      () => world.call(token, 'POST', collections, { name: 'refused' }),
    ]) {
      const response = await attempt();
      assert.equal(response.status, 503, await response.clone().text());
      const { error, message } = (await response.json()) as { error: string; message: string };
      assert.equal(error, 'InternalError');
      assert.match(
        message,
        new RegExp(`^VectorGate: the request was refused because it cannot be recorded: ${reason}\\.\n.+`),
      );
      assert.equal(response.headers.get('vectorgate-decision'), null, 'no id that nobody could look up');
    }
    const onward = store?.passed.slice(forwarded).filter(({ method }) => method !== 'GET');
    assert.deepEqual(onward, [], 'invariant 4: no byte of a change went to the store');
    assert.deepEqual(await storedIds(world.chroma.url, id), ['0', 'before']);
    // A read may have been asked for; nothing of it is delivered.
    const read = await call('get', { ids: ['before'], include: ['documents'] });
    assert.equal(read.status, 503);
    assert.doesNotMatch(await read.text(), /made up/);
    assert.deepEqual((await health()).recording, { ok: false, reason: reason });
    assert.ok(log.lines.some((line) => line.includes('nothing can be recorded')));

    await end();
    await until('recording is possible', async () => (await health()).ok);
    assert.equal((await write(['after'])).status, 200);
    assert.deepEqual(await storedIds(world.chroma.url, id), ['0', 'after', 'before']);
    await world.restart();
    assert.equal((await write(['later'])).status, 200);
    await world.gateway?.close();
    const verified = await verifyRecords(join(world.folder, 'data', 'records'));
    assert.equal(verified.ok, true, verified.text);
    const headers = await readAllHeaders(world.configurationFile);
    assert.equal(headers.filter((h) => h.outcome === 'unknown').length, 0);
    assert.equal(headers.filter((h) => h.kind === 'outcome' && h.outcome === 'delivered').length, 3);
  } catch (error) {
    context.diagnostic(log.lines.slice(-20).join(''));
    throw error;
  } finally {
    await world.close();
    await store?.close();
  }
});
