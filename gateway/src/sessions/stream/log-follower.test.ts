import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { ExportResultCode } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { pino } from 'pino';
import type { LogRecorder } from '../log-recorder.ts';
import { recordFolders } from '../record-folders.ts';
import { openTestRecorder, testEvidence } from '../testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { LogFollower, LogPlace } from './log-follower.ts';
import { RecordStream } from './record-stream.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
/** Segments of some records each. */
const small = { segmentBytes: 5000, evidence: testEvidence({ everyRecords: 5 }) };

async function fill(recorder: LogRecorder, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 1)
    await recorder.append(
      draftOf(testUlid(n), { session: testUlid(1000), time: new Date(start + n * day).toISOString() }),
    );
}

async function everything(follower: LogFollower, from: LogPlace, most: number): Promise<string[]> {
  const ids: string[] = [];
  let place = from;
  for (;;) {
    const read = await follower.read(place, most);
    assert.equal(read.gone, 0);
    if (read.records.length === 0) return ids;
    for (const { sequence, header } of read.records) {
      assert.equal(sequence, place.sequence + read.records.findIndex((r) => r.header === header));
      ids.push(header.id);
    }
    place = read.place;
  }
}

test('a log is read in its order, over the ends of its segments, and what comes behind too', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, small);
  t.after(() => recorder.close());
  const follower = recorder.follow();
  const from = follower.end;
  await fill(recorder, 0, 30);
  assert.ok(readdirSync(recordFolders(folder).segments).length > 3);
  const ids = Array.from({ length: 30 }, (_, n) => testUlid(n));
  for (const most of [1, 7, 1000]) assert.deepEqual(await everything(follower, from, most), ids);
  const end = follower.end;
  await fill(recorder, 30, 33);
  assert.deepEqual(await everything(follower, end, 2), [testUlid(30), testUlid(31), testUlid(32)]);
});

test('what retention took away before it was read is counted, and the rest is read', async (t) => {
  const folder = temporaryFolder(t);
  await (async () => {
    const recorder = await openTestRecorder(folder, small);
    await fill(recorder, 0, 30);
    await recorder.close();
  })();
  const recorder = await openTestRecorder(folder, { ...small, retentionDays: 3650 });
  t.after(() => recorder.close());
  await recorder.applyRetention(start + (20 + 3650) * day);
  const read = await recorder.follow().read({ sequence: 2, segment: 1, offset: 1900 }, 1000);
  assert.ok(read.gone > 0, 'something was removed');
  assert.equal(read.records[0]?.sequence, 2 + read.gone);
  assert.ok(read.records.some(({ header }) => header.id === testUlid(29)));
});

test('a place behind the end is of another log', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t), small);
  t.after(() => recorder.close());
  await assert.rejects(recorder.follow().read({ sequence: 9, segment: 1, offset: 9000 }, 10), {
    code: 'log-place',
  });
});

/** Takes what it is given. */
class TestExporter implements LogRecordExporter {
  readonly taken: unknown[] = [];
  readonly #taken = new Set<() => void>();

  export(logs: ReadableLogRecord[], done: (result: { code: ExportResultCode; error?: Error }) => void): void {
    this.taken.push(...logs.map(({ attributes }) => attributes['vectorgate.record.sequence']));
    done({ code: ExportResultCode.SUCCESS });
    for (const told of this.#taken) told();
  }

  /** Resolves when so many records were taken. */
  async has(count: number): Promise<void> {
    while (this.taken.length < count)
      await new Promise<void>((resolve) => {
        this.#taken.add(resolve);
      });
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

const openStream = async (recorder: LogRecorder, folder: string, exporter: TestExporter) =>
  RecordStream.open({
    follower: recorder.follow(),
    exporter,
    resource: resourceFromAttributes({}),
    file: recordFolders(folder).stream,
    every: 5,
    logger: pino({ level: 'silent' }),
  });

test('a stream goes on where the last one was, and begins with what is new', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, small);
  t.after(() => recorder.close());
  await fill(recorder, 0, 5);
  const first = new TestExporter();
  const stream = await openStream(recorder, folder, first);
  stream.start();
  await fill(recorder, 5, 12);
  await first.has(7);
  await stream.close();
  await fill(recorder, 12, 20);
  const second = new TestExporter();
  const next = await openStream(recorder, folder, second);
  assert.deepEqual(next.health(), { ok: true, behind: 8 });
  next.start();
  await second.has(8);
  await next.close();
  assert.deepEqual(
    [...first.taken, ...second.taken],
    Array.from({ length: 15 }, (_, n) => n + 5),
  );
});

test('a file that does not say how far the stream was is refused, and no record is left out silently', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, small);
  t.after(() => recorder.close());
  const file = recordFolders(folder).stream;
  for (const text of ['', '{', '[]', '{"sequence":-1,"segment":1,"offset":0}', '{"sequence":1}']) {
    writeFileSync(file, text);
    await assert.rejects(openStream(recorder, folder, new TestExporter()), { code: 'stream-place' }, text);
    assert.equal(readFileSync(file, 'utf8'), text);
  }
});
