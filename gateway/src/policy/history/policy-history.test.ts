import assert from 'node:assert/strict';
import { type FileHandle, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { GateError } from '../../errors/gate-error.ts';
import type { PolicyChange } from './policy-change.ts';
import { PolicyHistory } from './policy-history.ts';

const key = new Uint8Array(32).fill(7);
const change = (revision: number): PolicyChange => ({
  revision,
  digest: String(revision).repeat(64).slice(0, 64),
  time: '2026-11-29T09:00:00.000Z',
  source: 'published',
  note: `the ${revision}.`,
});

const inFolder = async (work: (folder: string, file: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-history-'));
  try {
    await work(join(folder, 'policy'), join(folder, 'policy', 'changes'));
  } finally {
    await rm(folder, { recursive: true });
  }
};

test('what is added is there after it is opened again, and found by its number', () =>
  inFolder(async (folder) => {
    const history = await PolicyHistory.open(folder, key);
    assert.equal(history.last, undefined);
    for (const n of [1, 2, 3]) await history.append(change(n));
    const again = await PolicyHistory.open(folder, key);
    assert.deepEqual(again.list(), [change(3), change(2), change(1)]);
    assert.deepEqual([again.last, again.find(2), again.find(4)], [change(3), change(2), undefined]);
    await again.append(change(4));
    assert.deepEqual((await PolicyHistory.open(folder, key)).last, change(4));
  }));

test('what a crash left half written was never in force, and the next takes its place', () =>
  inFolder(async (folder, file) => {
    const history = await PolicyHistory.open(folder, key);
    await history.append(change(1));
    const whole = await readFile(file);
    await history.append(change(2));
    const both = await readFile(file);
    for (let length = whole.length; length < both.length; length += 7) {
      await writeFile(file, both.subarray(0, length));
      const torn = await PolicyHistory.open(folder, key);
      assert.deepEqual(torn.list(), [change(1)]);
      await torn.append(change(2));
      assert.deepEqual(await readFile(file), both);
    }
  }));

test('no line is changed, moved, taken out or put in without the key', () =>
  inFolder(async (folder, file) => {
    const history = await PolicyHistory.open(folder, key);
    for (const n of [1, 2, 3]) await history.append(change(n));
    const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
    const [one, two, three] = lines as [string, string, string];
    for (const changed of [
      [one, two.replace('the 2.', 'the 9.'), three],
      [one, three],
      [two, three],
      [two, one, three],
      [one, two, two, three],
      ['', one, two, three],
      [one, two, `x${three}`],
    ]) {
      await writeFile(file, changed.map((line) => `${line}\n`).join(''));
      await assert.rejects(PolicyHistory.open(folder, key), (error: unknown) => {
        assert.ok(error instanceof GateError);
        assert.equal(error.code, 'policy-history');
        return true;
      });
    }
  }));

test('under another key it is opened by that key alone, with the same in it', () =>
  inFolder(async (folder) => {
    const other = new Uint8Array(32).fill(8);
    await PolicyHistory.rewrite(folder, key, other);
    const history = await PolicyHistory.open(folder, key);
    for (const n of [1, 2]) await history.append(change(n));
    await PolicyHistory.rewrite(folder, key, other);
    await assert.rejects(PolicyHistory.open(folder, key));
    assert.deepEqual((await PolicyHistory.open(folder, other)).list(), [change(2), change(1)]);
  }));

test('put under another key once more it stays as it is; under neither of the two it is refused and not touched', () =>
  inFolder(async (folder, file) => {
    const other = new Uint8Array(32).fill(8);
    const history = await PolicyHistory.open(folder, key);
    for (const n of [1, 2]) await history.append(change(n));
    await PolicyHistory.rewrite(folder, key, other);
    const once = await readFile(file);
    await PolicyHistory.rewrite(folder, key, other);
    assert.deepEqual(await readFile(file), once);
    const third = new Uint8Array(32).fill(9);
    await assert.rejects(PolicyHistory.rewrite(folder, key, third), { code: 'policy-history' });
    assert.deepEqual(await readFile(file), once);
  }));

/** A disk that takes `most` bytes of each write, up to `room` in all. */
async function onDisk(t: TestContext, file: string, most: number, room = Infinity) {
  const probe = await open(file, 'r');
  const handles = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const write = handles.write as (...args: unknown[]) => Promise<{ bytesWritten: number }>;
  let left = room;
  return t.mock.method(handles, 'write', async function (
    this: FileHandle,
    bytes: Buffer,
    at: number,
    length: number,
    position: number,
  ) {
    const taken = Math.min(length, most, left);
    left -= taken;
    return taken === 0 ? { bytesWritten: 0, buffer: bytes } : write.call(this, bytes, at, taken, position);
  } as unknown as FileHandle['write']);
}

test('a write that takes less than it is given is gone on with; one that takes nothing leaves nothing', (t) =>
  inFolder(async (folder, file) => {
    const history = await PolicyHistory.open(folder, key);
    await history.append(change(1));
    const some = await onDisk(t, file, 10);
    await history.append(change(2));
    some.mock.restore();
    const both = await readFile(file);
    assert.deepEqual((await PolicyHistory.open(folder, key)).list(), [change(2), change(1)]);
    const full = await onDisk(t, file, 10, 25);
    await assert.rejects(history.append(change(3)), /takes nothing more/);
    full.mock.restore();
    assert.deepEqual([await readFile(file), history.last], [both, change(2)]);
    await history.append(change(3));
    assert.deepEqual((await PolicyHistory.open(folder, key)).last, change(3));
  }));

test('where what is half written cannot be taken away nothing is added before it is read again', (t) =>
  inFolder(async (folder, file) => {
    const history = await PolicyHistory.open(folder, key);
    await history.append(change(1));
    const full = await onDisk(t, file, 10, 25);
    const probe = await open(file, 'r');
    const handles = Object.getPrototypeOf(probe) as FileHandle;
    await probe.close();
    const { truncate } = handles;
    let times = 0;
    const truncating = t.mock.method(handles, 'truncate', function (this: FileHandle, length?: number) {
      times += 1;
      return times === 1 ? truncate.call(this, length) : Promise.reject(new Error('made up'));
    });
    await assert.rejects(history.append(change(2)), /takes nothing more/);
    full.mock.restore();
    truncating.mock.restore();
    await assert.rejects(history.append(change(2)), { code: 'policy-history', message: /half written/ });
    const again = await PolicyHistory.open(folder, key);
    assert.deepEqual(again.list(), [change(1)]);
    await again.append(change(2));
    assert.deepEqual((await PolicyHistory.open(folder, key)).list(), [change(2), change(1)]);
  }));
