import assert from 'node:assert/strict';
import type { EventEmitter } from 'node:events';
import { readdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { See } from './export/export-request.ts';
import type { LogRecorder } from './log-recorder.ts';
import { recordFolders } from './record-folders.ts';
import { openTestRecorder, testEvidence } from './testing/open-test-recorder.ts';
import { draftOf, testUlid } from './testing/record-drafts.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const many = 40;
const ids = Array.from({ length: many }, (_, n) => testUlid(n));

/** Some records in several segments, and the files that are read from then on: which they were, which are open, how many at most. */
async function recorded(t: TestContext) {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, { evidence: testEvidence(), segmentBytes: 5_000 });
  t.after(() => recorder.close());
  for (const id of ids) await recorder.append(draftOf(id));
  const { segments } = recordFolders(folder);
  const [first] = readdirSync(segments);
  const handle = await open(join(segments, first!));
  const handles = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const { read } = handles;
  const files = { read: new Set<FileHandle>(), open: new Set<FileHandle>(), most: 0 };
  t.mock.method(handles, 'read', function (this: FileHandle, ...asked: Parameters<typeof read>) {
    // Types of Node leave out that it is an emitter.
    const events = this as unknown as EventEmitter;
    if (!files.read.has(this)) events.once('close', () => files.open.delete(this));
    files.read.add(this);
    files.open.add(this);
    files.most = Math.max(files.most, files.open.size);
    return read.apply(this, asked);
  } as typeof read);
  return { recorder, files, segments: readdirSync(segments).length };
}

const readAll = (recorder: LogRecorder): Promise<(string | undefined)[]> =>
  recorder.readMany(async (getRecord) => {
    const read = [];
    for (const id of ids.toReversed()) read.push((await getRecord(id, 'operations'))?.header.id);
    return read;
  });

test('many records are read with each file opened once and few at a time, and none stays open', async (t) => {
  const { recorder, files, segments } = await recorded(t);
  assert.ok(segments > 6, String(segments));
  assert.deepEqual(await readAll(recorder), ids.toReversed());
  assert.deepEqual([files.read.size, files.open.size, files.most], [segments, 0, 4]);
  files.read.clear();
  for (const id of ids) assert.equal((await recorder.getRecord(id, 'operations'))?.header.id, id);
  assert.deepEqual(
    [files.read.size, files.open.size],
    [many, 0],
    'one record at a time opens its file each time',
  );
});

test('what lists records and what exports them has few files open at a time, and none stays open', async (t) => {
  const { recorder, files, segments } = await recorded(t);
  const of = { search: { query: { terms: [] }, now: Date.now() } };
  const see: See = ({ parts }) => ({
    header: (header) => header,
    parts: Object.fromEntries(Object.keys(parts).map((name) => [name, 'recorded'])),
    withheld: [],
  });
  const about = { by: { issuer: 'people', subject: 'rita' }, of: { query: '', whose: 'everybody' } } as const;
  const ways: Readonly<Record<string, () => Promise<number>>> = {
    list: async () => (await recorder.listRecords({ limit: 100 })).length,
    lines: async () => {
      const { decisions } = await recorder.exporter.decisions(of, 'all', see);
      let read = 0;
      for await (const { recorded: one } of decisions) read += Number(one.forgotten === false);
      return read;
    },
    archive: async () => {
      const file = await recorder.exporter.archive({ of, bodies: 'all', see, policies: false, about });
      await file.close();
      return many;
    },
  };
  for (const [name, read] of Object.entries(ways)) {
    files.read.clear();
    files.most = 0;
    assert.equal(await read(), many, name);
    assert.ok(files.read.size >= segments, `${name}: ${files.read.size}`);
    assert.deepEqual([files.most, files.open.size], [4, 0], name);
  }
});

test('files are closed where reading ends with an error, and whoever reads later is refused', async (t) => {
  const { recorder, files } = await recorded(t);
  let late: LogRecorder['getRecord'] | undefined;
  const aborted = recorder.readMany(async (getRecord) => {
    late = getRecord;
    await getRecord(ids[0]!);
    await getRecord(ids.at(-1)!);
    assert.equal(files.open.size, 2);
    throw new Error('whoever asked has gone');
  });
  await assert.rejects(aborted, /has gone/);
  assert.deepEqual([files.read.size, files.open.size], [2, 0]);
  await assert.rejects(late!(ids[0]!), /after its reader was closed/);
  assert.deepEqual([files.read.size, files.open.size], [2, 0]);
  assert.deepEqual((await readAll(recorder)).length, many);
});
