import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { pino } from 'pino';
import { GateError } from '../../errors/gate-error.ts';
import type { LogRecorder } from '../log-recorder.ts';
import { recordFolders } from '../record-folders.ts';
import { openTestRecorder, testEvidence } from '../testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { LogFollower, LogPlace } from './log-follower.ts';
import type { LogSink } from './log-sink.ts';
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

test('what is read at once has an end in bytes, and one record that has more is read by itself', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t), small);
  t.after(() => recorder.close());
  const follower = recorder.follow();
  const from = follower.end;
  await fill(recorder, 0, 9);
  const { records } = await follower.read(from, 1000);
  const bytes = records.slice(0, 3).reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  assert.equal((await follower.read(from, 1000, bytes)).records.length, 3);
  assert.equal((await follower.read(from, 1000, bytes - 1)).records.length, 2);
  const alone = await follower.read(from, 1000, 1);
  assert.equal(alone.records.length, 1);
  assert.equal(alone.place.sequence, from.sequence + 1);
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

/** Takes what it is given, but what it refuses. */
class TestSink implements LogSink {
  readonly taken: unknown[] = [];
  /** Records in each request, whatever became of it. */
  readonly asked: number[] = [];
  readonly #refuses: (sequences: readonly unknown[]) => boolean;
  readonly #told = new Set<() => void>();

  constructor(refuses: (sequences: readonly unknown[]) => boolean = () => false) {
    this.#refuses = refuses;
  }

  async send(logs: ReadableLogRecord[]): Promise<void> {
    const sequences = logs.map(({ attributes }) => attributes['vectorgate.record.sequence']);
    this.asked.push(logs.length);
    const refused = this.#refuses(sequences);
    if (!refused) this.taken.push(...sequences);
    for (const told of this.#told) told();
    if (refused) throw new GateError('stream-refused', 'no such records', { status: 400 });
  }

  /** Resolves when so many records were taken. */
  has(count: number): Promise<void> {
    return this.until(() => this.taken.length >= count);
  }

  async until(is: () => boolean): Promise<void> {
    while (!is())
      await new Promise<void>((resolve) => {
        this.#told.add(resolve);
      });
  }
}

const openStream = async (recorder: LogRecorder, folder: string, sink: LogSink) =>
  RecordStream.open({
    follower: recorder.follow(),
    sink,
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
  const first = new TestSink();
  const stream = await openStream(recorder, folder, first);
  stream.start();
  await fill(recorder, 5, 12);
  await first.has(7);
  await stream.close();
  await fill(recorder, 12, 20);
  const second = new TestSink();
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
    await assert.rejects(openStream(recorder, folder, new TestSink()), { code: 'stream-place' }, text);
    assert.equal(readFileSync(file, 'utf8'), text);
  }
});

test('records that are refused go out in smaller requests, down to the one that is refused by itself', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, small);
  t.after(() => recorder.close());
  let refuses = true;
  const sink = new TestSink((sequences) => refuses && sequences.includes(11));
  const stream = await openStream(recorder, folder, sink);
  t.after(() => stream.close());
  await fill(recorder, 0, 20);
  stream.start();
  await sink.until(
    () => sink.asked.filter((count) => count === 1).length >= 3 && stream.health().ok === false,
  );
  assert.deepEqual(
    sink.taken,
    Array.from({ length: 11 }, (_, n) => n),
    'those before it, each once',
  );
  assert.deepEqual(stream.health(), {
    ok: false,
    behind: 9,
    reason: 'record 11 by itself: no such records',
    refused: 11,
  });
  refuses = false;
  await sink.has(20);
  await stream.close();
  assert.deepEqual(
    sink.taken,
    Array.from({ length: 20 }, (_, n) => n),
  );
});

test('a collector that takes so many at once is sent so many', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, small);
  t.after(() => recorder.close());
  const sink = new TestSink((sequences) => sequences.length > 7);
  const stream = await openStream(recorder, folder, sink);
  t.after(() => stream.close());
  await fill(recorder, 0, 40);
  stream.start();
  await sink.has(40);
  // It writes how far it is into the folder, which goes before what is closed after the test.
  await stream.close();
  assert.deepEqual(
    sink.taken,
    Array.from({ length: 40 }, (_, n) => n),
  );
});
