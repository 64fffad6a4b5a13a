import assert from 'node:assert/strict';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as breathe } from 'node:timers/promises';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { readSegments } from './read-segments.ts';
import { segmentName } from './segment-files.ts';
import { SegmentReader } from './segment-reader.ts';

const size = 64;

/** What stands in the file of a segment. */
const contentOf = (segment: number): Buffer => Buffer.alloc(size, segment);

/** Files of so many segments, and which of them are open, how many were at most, and how many more cannot be closed. */
async function segments(t: TestContext, count: number) {
  const folder = temporaryFolder(t);
  const path = (segment: number): string => join(folder, segmentName(segment));
  for (let segment = 1; segment <= count; segment += 1) writeFileSync(path(segment), contentOf(segment));
  const handle = await open(path(1));
  const handles = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const files = { open: new Set<FileHandle>(), seen: new Set<FileHandle>(), most: 0, unclosable: 0 };
  const first = (handle: FileHandle): void => {
    files.seen.add(handle);
    files.open.add(handle);
    const close = handle.close.bind(handle);
    handle.close = async () => {
      await close();
      files.open.delete(handle);
      if (files.unclosable === 0) return;
      files.unclosable -= 1;
      throw new Error('it could not be closed');
    };
  };
  const { read } = handles;
  // Bytes come a few at a time, and others have their turn before each.
  t.mock.method(handles, 'read', async function (
    this: FileHandle,
    buffer: Buffer,
    at: number,
    length: number,
    from: number,
  ) {
    if (!files.seen.has(this)) first(this);
    files.most = Math.max(files.most, files.open.size);
    await breathe();
    return Reflect.apply(read, this, [buffer, at, Math.min(length, 7), from]);
  } as unknown as typeof read);
  return { folder, path, files };
}

test('however many pieces are read side by side, few files are open, and none is closed while it is read', async (t) => {
  const { folder, files } = await segments(t, 9);
  const reader = new SegmentReader(folder, 2);
  const asked = Array.from({ length: 60 }, (_, n) => 1 + ((n * 5) % 9));
  const read = await Promise.all(asked.map((segment) => reader.bytes(segment, 0, size)));
  assert.deepEqual(read, asked.map(contentOf));
  assert.deepEqual([files.most, files.open.size], [2, 2]);
  // It is closed when what is read has ended, and what still waits is refused.
  const [first, second] = [reader.bytes(3, 0, size), reader.bytes(4, 0, size)];
  const refused = assert.rejects(second, /after its reader was closed/);
  await breathe();
  await reader.close();
  assert.deepEqual(await first, contentOf(3));
  await refused;
  assert.equal(files.open.size, 0);
});

test('a file that cannot be closed keeps no other open, and hides no error of the reading', async (t) => {
  const { folder, files } = await segments(t, 6);
  const readAll = async (reader: SegmentReader): Promise<number> => {
    for (let segment = 1; segment <= 6; segment += 1) await reader.bytes(segment, 0, size);
    return files.open.size;
  };
  files.unclosable = 4;
  await assert.rejects(readSegments(folder, readAll), /could not be closed/);
  assert.deepEqual([files.seen.size, files.open.size, files.unclosable], [6, 0, 0]);
  files.unclosable = 4;
  const failed = readSegments(folder, async (reader) => {
    await readAll(reader);
    throw new Error('whoever asked has gone');
  });
  await assert.rejects(failed, /has gone/);
  assert.deepEqual([files.open.size, files.unclosable], [0, 0]);
  assert.equal(await readSegments(folder, readAll), 4);
});

test('a file that could not be opened is tried again', async (t) => {
  const { folder, path } = await segments(t, 2);
  const reader = new SegmentReader(folder);
  t.after(() => reader.close());
  renameSync(path(1), path(9));
  await assert.rejects(reader.bytes(1, 0, size), { code: 'ENOENT' });
  renameSync(path(9), path(1));
  assert.deepEqual(await reader.bytes(1, 0, size), contentOf(1));
});

test('a segment that is removed while its file is open is read until that is closed, and then is gone', async (t) => {
  const { folder, path } = await segments(t, 3);
  const reader = new SegmentReader(folder, 2);
  t.after(() => reader.close());
  await reader.bytes(1, 0, 1);
  // As retention leaves it: its leaf hashes in place of the records.
  writeFileSync(path(1).replace('.segment', '.leaves'), '');
  rmSync(path(1));
  assert.ok(!existsSync(path(1)));
  assert.deepEqual(await reader.bytes(1, 0, size), contentOf(1));
  for (const segment of [2, 3]) await reader.bytes(segment, 0, 1);
  await assert.rejects(reader.bytes(1, 0, size), { code: 'record-removed' });
  assert.deepEqual(await reader.bytes(2, 0, size), contentOf(2));
});
