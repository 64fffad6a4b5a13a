import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { verifyRecords } from '../../gateway/src/sessions/verify-records.ts';
import { capturedLog } from '../harness/captured-log.ts';
import { allowEverything } from '../harness/policies.ts';
import { readAllHeaders } from '../harness/read-records.ts';
import { type RecordingStore, startRecordingStore } from '../harness/recording-store.ts';
import { collections, makeCollection, storedIds } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { startWorld, type World } from '../harness/world.ts';

interface Trouble {
  /** Why nothing can be recorded, as the refusal says it. */
  readonly reason: string;
  /** Makes recording impossible; returns what makes it possible again. */
  readonly begin: (world: World) => Promise<() => Promise<unknown>>;
  readonly prepare?: (folder: string) => Promise<() => Promise<unknown>>;
}

const gone: Trouble = {
  reason: 'the folder is gone',
  begin: async ({ folder }) => {
    const segments = join(folder, 'data', 'records', 'segments');
    await rename(segments, `${segments}.away`);
    return () => rename(`${segments}.away`, segments);
  },
};

/** The data folder on a file system of 4 MB. */
const full: Trouble = {
  reason: 'the disk is full',
  prepare: async (folder) => {
    const data = join(folder, 'data');
    await mkdir(data);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'vectorgate-test', data]);
    if (mounted.status !== 0) throw new NoMount();
    return async () => spawnSync('umount', ['-l', data]);
  },
  begin: async ({ folder }) => {
    const filler = join(folder, 'data', 'filler');
    for (let size = 2 ** 20; size >= 512; size /= 2) {
      let room = true;
      while (room) {
        await appendFile(filler, Buffer.alloc(size)).catch(() => {
          room = false;
        });
      }
    }
    return () => rm(filler);
  },
};

/** This process may not mount a file system. */
class NoMount extends Error {}

async function refusesUntilItCanRecord(
  context: TestContext,
  trouble: Trouble,
  mode: 'enforce' | 'monitor',
): Promise<void> {
  let store: RecordingStore | undefined;
  const log = capturedLog();
  const world = await startWorld({
    policies: { everything: allowEverything('ci:writer') },
    mode,
    logger: log.logger,
    ...(trouble.prepare && { prepare: trouble.prepare }),
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

    const end = await trouble.begin(world);
    const forwarded = store?.passed.length ?? 0;
    // A long record: a short one may still fit into the last block of a full disk.
    const long = randomBytes(32_768).toString('base64');
    const decisions: string[] = [];
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
        new RegExp(
          `^VectorGate: the request was refused because it cannot be recorded: ${trouble.reason}\\.\n.+`,
        ),
      );
      decisions.push(response.headers.get('vectorgate-decision') ?? '');
    }
    const onward = store?.passed.slice(forwarded).filter(({ method }) => method !== 'GET');
    assert.deepEqual(onward, [], 'invariant 4: no byte of a change went to the store');
    assert.deepEqual(await storedIds(world.chroma.url, id), ['0', 'before']);
    // A read may have been asked for; nothing of it is delivered.
    const read = await call('get', { ids: ['before'], include: ['documents'] });
    assert.equal(read.status, 503);
    assert.doesNotMatch(await read.text(), /made up/);
    assert.deepEqual((await health()).recording, { ok: false, reason: trouble.reason });
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
    assert.deepEqual(
      headers.filter((header) => decisions.includes(header.id)),
      [],
      'what was refused for this is nowhere half written',
    );
    assert.equal(headers.filter((h) => h.outcome === 'unknown').length, 0);
    assert.equal(headers.filter((h) => h.kind === 'outcome' && h.outcome === 'delivered').length, 3);
  } catch (error) {
    context.diagnostic(log.lines.slice(-20).join(''));
    throw error;
  } finally {
    await world.close();
    await store?.close();
  }
}

for (const mode of ['enforce', 'monitor'] as const) {
  test(`invariant 4: while the records are gone nothing passes a connection in mode ${mode}, and all is well again after`, (context) =>
    refusesUntilItCanRecord(context, gone, mode));
}

test('invariant 4: while the disk is full nothing passes, and all is well again after', async (context) => {
  try {
    await refusesUntilItCanRecord(context, full, 'enforce');
  } catch (error) {
    if (!(error instanceof NoMount)) throw error;
    context.diagnostic('not tried on a real full file system: this process may not mount one');
  }
});
