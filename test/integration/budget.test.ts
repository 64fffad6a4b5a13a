import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { freeBytes } from '../../gateway/src/sessions/log/free-disk.ts';
import { capturedLog } from '../harness/captured-log.ts';
import { allowEverything, permitEverything, policyOf } from '../harness/policies.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { startWorld, type World } from '../harness/world.ts';

/** Bytes of all segments of the record log. */
async function recordedBytes(world: World): Promise<number> {
  const folder = join(world.folder, 'data', 'records', 'segments');
  let bytes = 0;
  for (const name of await readdir(folder)) bytes += (await stat(join(folder, name))).size;
  return bytes;
}

const metric = async (world: World, start: string): Promise<number | undefined> => {
  const text = await (await world.api(undefined, '/metrics')).text();
  const line = text.split('\n').find((one) => one.startsWith(start));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
};

test('who may do nothing cannot fill the disk with refused bodies; what is recorded of them is whole', async (context) => {
  const log = capturedLog();
  const world = await startWorld({
    policies: {
      some: policyOf(permitEverything('everything', 'services: ["ci:writer"]'), [
        'one-search',
        'effect: allow, principals: { services: ["ci:stranger"] }, resources: { collections: [open] }, operations: [fetch, scan]',
      ]),
    },
    root: 'limits: { refusedBytesPerHour: 1000000 }',
    logger: log.logger,
  });
  try {
    const [stranger, writer] = [await world.workload('stranger'), await world.workload('writer')];
    const open = await makeCollection(world.chroma.url, 'open', { ids: ['0'], embeddings: [[1, 0]] });
    const closed = await makeCollection(world.chroma.url, 'closed', { ids: ['0'], embeddings: [[1, 0]] });
    const document = 'made up text '.repeat(20_000);
    const write = (token: string): Promise<Response> =>
      world.call(token, 'POST', `${collections}/${closed}/upsert`, {
        ids: ['1'],
        embeddings: [[1, 0]],
        documents: [document],
      });

    // Within the budget: refused, and the whole body is there for a reviewer.
    const decisions: string[] = [];
    let last = await write(stranger);
    while (decisions.length < 50 && /no rule lets you/.test(await last.clone().text())) {
      decisions.push(last.headers.get('vectorgate-decision') ?? '');
      last = await write(stranger);
    }
    assert.ok(decisions.length >= 2 && decisions.length <= 5, `${decisions.length} of 260 KB are recorded`);
    for (const decision of decisions) {
      const record = await (await world.api(stranger, `/api/v1/records/${decision}`)).text();
      assert.ok(record.includes(document), 'invariant 4: a recorded body is never cut short');
    }

    // Above it: refused all the same, in words, and nothing is written.
    assert.equal(last.status, 403);
    assert.match(
      await last.text(),
      /so many of yours within the hour that no more of them are recorded\.\\nStop the program/,
    );
    const before = await recordedBytes(world);
    const answers = await Promise.all(Array.from({ length: 20 }, () => write(stranger)));
    assert.ok(answers.every(({ status }) => status === 403));
    assert.equal(await recordedBytes(world), before, '20 more refusals took no byte');
    assert.equal(
      await metric(
        world,
        'vectorgate_requests_total{connection="insights",effect="deny",code="refusals-exhausted"',
      ),
      21,
    );
    const told = log.lines.filter((line) => line.includes('no more refusals are recorded'));
    assert.equal(told.length, 1);
    assert.match(told[0]!, /"subject":"ci:stranger"/);

    // What this one may do goes on and is recorded; so is what others are refused.
    const get = await world.call(stranger, 'POST', `${collections}/${open}/get`, { ids: ['0'], include: [] });
    assert.equal(get.status, 200);
    const shown = await world.api(stranger, `/api/v1/records/${get.headers.get('vectorgate-decision')}`);
    assert.equal(shown.status, 200);
    assert.equal((await write(writer)).status, 200);
    const other = await write(await world.workload('other'));
    assert.match(await other.text(), /no rule lets you/);
    assert.ok((await recordedBytes(world)) > before, 'the control: others take bytes');
  } catch (error) {
    context.diagnostic(log.lines.slice(-20).join(''));
    throw error;
  } finally {
    await world.close();
  }
});

/** Mounts a small file system as the data folder; false where this process may not. */
async function mountSmall(data: string): Promise<boolean> {
  await mkdir(data, { recursive: true });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'vectorgate-test', data]).status === 0;
}

test('invariant 4: when the disk is nearly full nothing passes, before it is full; with room again all is well', async (context: TestContext) => {
  let mounted = false;
  const floor = 4 * 2 ** 20;
  const world = await startWorld({
    policies: { everything: allowEverything('ci:writer') },
    root: `limits: { freeDiskBytes: ${floor} }`,
    prepare: async (folder) => {
      const data = join(folder, 'data');
      mounted = await mountSmall(data);
      return async () => mounted && spawnSync('umount', ['-l', data]);
    },
  });
  try {
    if (!mounted) {
      context.diagnostic('not tried on a real small file system: this process may not mount one');
      return;
    }
    const token = await world.workload('writer');
    const data = join(world.folder, 'data');
    const id = await makeCollection(world.chroma.url, 'notes', { ids: ['0'], embeddings: [[1, 0]] });
    const write = (): Promise<Response> =>
      world.call(token, 'POST', `${collections}/${id}/upsert`, { ids: ['1'], embeddings: [[1, 0]] });
    const health = async (): Promise<{ ok: boolean; reason?: string }> => {
      const answer = await fetch(`${world.controlUrl}/healthz`);
      return ((await answer.json()) as { recording: { ok: boolean; reason?: string } }).recording;
    };
    assert.equal((await write()).status, 200);
    assert.equal(await metric(world, 'vectorgate_records_free_bytes'), await freeBytes(data));

    await appendFile(join(data, 'filler'), Buffer.alloc((await freeBytes(data)) - floor + 4096));
    await until('it is noticed', async () => !(await health()).ok);
    assert.ok((await freeBytes(data)) > floor - 2 ** 20, 'there is room left');
    assert.equal((await health()).reason, 'the disk is nearly full');
    const refused = await write();
    assert.equal(refused.status, 503);
    assert.match(await refused.text(), /cannot be recorded: the disk is nearly full/);
    assert.ok(((await metric(world, 'vectorgate_records_free_bytes')) ?? floor) < floor);
    await rm(join(data, 'filler'));
    await until('there is room', async () => (await health()).ok);
    assert.equal((await write()).status, 200);
  } finally {
    await world.close();
  }
});
