import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { storedIds } from '../harness/store-collection.ts';
import { type Fault, injectAll, type Seen } from './fault-table.ts';
import { FaultWorld } from './fault-world.ts';
import { answerWith } from './faulty-store.ts';
import { fillDisk, limitFileSize, mountSmallDisk, unmountDisk } from './small-disk.ts';
import { assertReadable } from './told.ts';
import { withoutRootsRights } from './without-roots-rights.ts';

let world: FaultWorld;
let onSmallDisk = false;

before(async () => {
  world = await FaultWorld.start({
    under: withoutRootsRights(),
    prepare: async (folder) => {
      const data = join(folder, 'data');
      onSmallDisk = await mountSmallDisk(data);
      return async () => unmountDisk(data);
    },
  });
});
after(() => world?.close());

const data = (): string => join(world.world.folder, 'data');
/** A long record: a short one may still fit into the last block of a full disk. */
const long = (): string => randomBytes(750_000).toString('base64');

/** While nothing can be recorded nothing passes, in a run that is known and in a new one; then all is well again. */
async function refuses(reason: string, begin: () => Promise<() => unknown>): Promise<Seen> {
  // A good change passes, also after a row that went wrong.
  await world.recovers();
  const stored = await storedIds(world.world.chroma.url, world.collection);
  const fresh = await world.world.workload('writer', { tenant: 'another-run' });
  const end = await begin();
  const asked = world.store.asked;
  let line = '';
  try {
    for (const token of [fresh, world.token]) {
      const change = await world.write(token, long());
      assertReadable(change);
      assert.equal(change.status, 503);
      assert.match(
        change.text,
        new RegExp(`^VectorGate: the request was refused because it cannot be recorded: ${reason}\\.\n`),
      );
      assert.equal(change.decision, undefined, 'no id is told that nobody could look up');
      line = change.line;
    }
    assert.equal(world.store.asked, asked, 'no byte of a change went to the store');
    assert.deepEqual(await storedIds(world.world.chroma.url, world.collection), stored);
    const read = await world.call('get', {
      ids: ['kept'],
      include: ['documents'],
      where: { x: long() },
    });
    assert.notEqual(read.status, 200);
    assert.doesNotMatch(read.body, /made up/);
    const { status, body } = await world.health();
    assert.deepEqual([status, body.recording], [503, { ok: false, reason }]);
  } finally {
    await end();
  }
  const recovered = await world.recovers();
  assert.equal((await world.health()).status, 200);
  return {
    saw: line,
    recorded: `nothing (nothing was done); the gateway's log: "${world.logged(/nothing can be recorded: op/)}"; /healthz 503`,
    recovered,
  };
}

const fullDisk = (): Fault => ({
  name: 'the disk is full',
  injected: 'the data folder on a tmpfs of 4 MB, filled to the last block',
  run: () => refuses('the disk is full', () => fillDisk(data())),
});

const faults: readonly Fault[] = [
  {
    name: 'no file may grow',
    injected: 'RLIMIT_FSIZE of the running process set to 1 byte',
    run: () =>
      refuses('the limit on the size of files is reached', async () => limitFileSize(world.gateway.pid, 1)),
  },
  {
    name: 'the disk fails between the intent and the outcome of a change',
    injected: 'RLIMIT_FSIZE set to 1 byte while the store works',
    run: async () => {
      let lift = (): void => undefined;
      world.store.misbehave(async ({ socket, ask }) => {
        const { body } = await ask();
        lift = limitFileSize(world.gateway.pid, 1);
        answerWith(socket, body);
      });
      const told = await world.write(world.token, long());
      world.store.misbehave(undefined);
      lift();
      assertReadable(told);
      assert.match(told.text, /^VectorGate: the answer was not delivered because it cannot be recorded: /);
      assert.match(told.text, /The change may have been made: look at what is stored/);
      const recovered = await world.recovers();
      const recorded = await world.recordOf(told);
      assert.equal(recorded, 'unknown');
      return { saw: told.line, recorded: 'the intent, with its outcome unknown', recovered };
    },
  },
  {
    name: 'the data folder is gone',
    injected: 'renamed away while the gateway runs',
    run: () =>
      refuses('the folder is gone', async () => {
        const segments = join(world.records, 'segments');
        await rename(segments, `${segments}.away`);
        return () => rename(`${segments}.away`, segments);
      }),
  },
  {
    name: 'the data folder is read-only',
    injected: 'permissions of its folders set to 0500, for a gateway without root’s rights',
    run: () =>
      refuses('the permission is missing', async () => {
        const names = await readdir(world.records, { recursive: true });
        const folders = [world.records];
        for (const name of names) {
          const path = join(world.records, name);
          if ((await stat(path)).isDirectory()) folders.push(path);
        }
        for (const folder of folders) await chmod(folder, 0o500);
        return async () => {
          for (const folder of folders) await chmod(folder, 0o700);
        };
      }),
  },
  {
    name: 'the index is deleted',
    injected: 'index.sqlite and what belongs to it removed while the gateway runs',
    run: async () => {
      const before = await world.write();
      for (const suffix of ['', '-wal', '-shm'])
        await rm(join(world.records, `index.sqlite${suffix}`), { force: true });
      const told = await world.write();
      assert.equal(told.status, 200);
      assert.equal(await world.recordOf(before), 'delivered');
      assert.equal(await world.recordOf(told), 'delivered');
      assert.equal(await world.gateway.stop(), 0);
      await world.startGateway();
      assert.equal(await world.recordOf(before), 'delivered');
      assert.equal(await world.recordOf(told), 'delivered');
      return {
        saw: `${told.status}, as ever`,
        recorded: 'delivered; both operations are found before and after the next start',
        recovered: 'nothing to recover: the log is the truth, the next start makes the index anew from it',
      };
    },
  },
  {
    name: 'the index is damaged',
    injected:
      'index.sqlite overwritten with random bytes while the gateway runs; at the next start, all but its first page',
    run: async () => {
      const before = await world.write();
      const index = join(world.records, 'index.sqlite');
      await writeFile(index, randomBytes(100_000));
      const told = await world.write();
      assert.equal(told.status, 200);
      for (const found of [before, told]) assert.equal(await world.recordOf(found), 'delivered');
      assert.equal(await world.gateway.stop(), 0);
      await world.startGateway();
      for (const found of [before, told]) assert.equal(await world.recordOf(found), 'delivered');
      assert.equal(await world.gateway.stop(), 0);
      const whole = await readFile(index);
      await writeFile(index, Buffer.concat([whole.subarray(0, 4096), randomBytes(whole.length - 4096)]));
      await world.startGateway();
      for (const found of [before, told]) assert.equal(await world.recordOf(found), 'delivered');
      return {
        saw: `${told.status}, as ever`,
        recorded: 'delivered; both operations are found, also after the next starts',
        recovered: `by itself: "${world.logged(/the index of the records .* made anew/)}"`,
      };
    },
  },
];

test('invariant 4: a disk that fails lets nothing pass unrecorded, and all is well again after', async (context) => {
  if (!onSmallDisk) context.diagnostic('a full file system was not tried: this process may not mount one');
  await injectAll(context, 'Faults of the disk', [...(onSmallDisk ? [fullDisk()] : []), ...faults], () =>
    world.nothingIsLost(),
  );
});
