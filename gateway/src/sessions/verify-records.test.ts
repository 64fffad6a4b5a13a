import assert from 'node:assert/strict';
import { cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { frameHeadBytes, readFrameHead, segmentHeadBytes } from '@vectorgate/policy-schema/evidence';
import { segmentName } from './log/segment-files.ts';
import { segmentPaths } from './testing/copied-records.ts';
import { openTestRecorder, testMasterKey } from './testing/open-test-recorder.ts';
import { draftOf, testUlid } from './testing/record-drafts.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { verifyRecords } from './verify-records.ts';

async function written(folder: string, count: number, segmentBytes = 1e6): Promise<void> {
  const recorder = await openTestRecorder(folder, { segmentBytes });
  for (let n = 0; n < count; n += 1) await recorder.append(draftOf(testUlid(n)));
  await recorder.close();
}

/** Offsets of the frames in a segment. */
function framesOf(bytes: Buffer): number[] {
  const offsets: number[] = [];
  for (let at = segmentHeadBytes; at < bytes.length; at += frameHeadBytes + readFrameHead(bytes, at)!.length)
    offsets.push(at);
  return offsets;
}

/** Copies of the records in which bytes are flipped side by side: the verifier waits for what may yet be written. */
const lanes = 24;

test('invariant 11: every flipped byte is found, and the record that holds it is named', async (t) => {
  const folder = temporaryFolder(t);
  await written(folder, 3);
  const whole = readFileSync(segmentPaths(folder)[0]!);
  const frames = framesOf(whole);
  let tried = 0;
  const flipFrom = async (first: number): Promise<void> => {
    const copy = temporaryFolder(t);
    cpSync(folder, copy, { recursive: true });
    const path = segmentPaths(copy)[0]!;
    for (let at = first; at < whole.length; at += lanes) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1 << (at % 8);
      writeFileSync(path, changed);
      const { ok, problems } = await verifyRecords(copy);
      const [problem] = problems;
      assert.equal(ok, false, `byte ${at}`);
      const record = Math.max(
        0,
        frames.findLastIndex((offset) => offset <= at),
      );
      assert.deepEqual(
        [problem?.segment, problem?.record, problem?.offset],
        [segmentName(1), record, at < segmentHeadBytes ? 0 : frames[record]],
        `byte ${at}`,
      );
      tried += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, first) => flipFrom(first)));
  assert.equal(tried, whole.length);
  assert.ok(tried > 1000);
});

test('records that were deleted, repeated, swapped or inserted are found', async (t) => {
  const folder = temporaryFolder(t);
  await written(folder, 4);
  const path = segmentPaths(folder)[0]!;
  const whole = readFileSync(path);
  const offsets = [...framesOf(whole), whole.length];
  const head = whole.subarray(0, segmentHeadBytes);
  const frame = (n: number): Buffer => whole.subarray(offsets[n]!, offsets[n + 1]!);
  const orders: [number[], number][] = [
    [[0, 2, 3], 1],
    [[1, 2, 3], 0],
    [[0, 1, 1, 2, 3], 2],
    [[0, 2, 1, 3], 1],
    [[0, 1, 2, 0, 3], 3],
    [[3, 2, 1, 0], 0],
  ];
  for (const [order, record] of orders) {
    writeFileSync(path, Buffer.concat([head, ...order.map(frame)]));
    const { ok, problems } = await verifyRecords(folder);
    const [problem] = problems;
    assert.deepEqual([ok, problem?.record], [false, record], String(order));
  }
});

test('a log that was shortened by whole records is found while its index is there', async (t) => {
  const folder = temporaryFolder(t);
  await written(folder, 4);
  const path = segmentPaths(folder)[0]!;
  truncateSync(path, framesOf(readFileSync(path))[2]!);
  const result = await verifyRecords(folder);
  assert.match(result.text, /records 2 to 3, .*acknowledged/);
  assert.equal(result.ok, false);
});

test('a broken record in an older segment is named with its segment', async (t) => {
  const folder = temporaryFolder(t);
  await written(folder, 12, 3000);
  const path = segmentPaths(folder)[1]!;
  const bytes = readFileSync(path);
  const first = bytes.readBigUInt64BE(8);
  const at = framesOf(bytes)[1]!;
  bytes[at + 300]! ^= 1;
  writeFileSync(path, bytes);
  const result = await verifyRecords(folder);
  assert.equal(result.ok, false);
  const { segment, offset, record } = result.problems[0]!;
  assert.deepEqual([segment, offset, record], [segmentName(2), at, Number(first) + 1]);
  assert.match(
    result.text,
    new RegExp(`record ${Number(first) + 1}, .*segment ${segmentName(2)}, byte ${at}`),
  );
});

test('with the master key the parts are checked too; a forgotten session leaves all else verifiable', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder);
  await recorder.append(draftOf(testUlid(1), { session: testUlid(100) }));
  await recorder.append(draftOf(testUlid(2), { session: testUlid(200) }));
  const before = await verifyRecords(folder, testMasterKey);
  await recorder.forgetSession(testUlid(100));
  // Two more say that it was forgotten.
  const after = await verifyRecords(folder, testMasterKey);
  assert.deepEqual([before.ok, before.records, after.ok, after.records], [true, 2, true, 4]);
  const { header, parts, forgotten } = (await recorder.getRecord(testUlid(1)))!;
  assert.deepEqual([header.id, parts, forgotten], [testUlid(1), {}, true]);
  assert.equal(
    (await recorder.getRecord(testUlid(2)))?.parts.response?.toString(),
    `answer to ${testUlid(2)}`,
  );
  await assert.rejects(recorder.append(draftOf(testUlid(3), { session: testUlid(100) })), {
    code: 'session-forgotten',
  });
  await recorder.close();
});

test('the verifier takes a data folder or its folder of records, and says when it is neither', async (t) => {
  const data = temporaryFolder(t);
  await written(join(data, 'records'), 2);
  for (const folder of [data, join(data, 'records')]) assert.equal((await verifyRecords(folder)).records, 2);
  const absent = await verifyRecords(join(data, 'absent'));
  assert.equal(absent.ok, false);
  assert.match(absent.text, /No records found/);
});

test('a log is verified beside the gateway that writes it', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder);
  let stop = false;
  let n = 0;
  const writing = (async () => {
    while (!stop) await recorder.append(draftOf(testUlid(n++)));
  })();
  for (let i = 0; i < 5; i += 1) {
    const result = await verifyRecords(folder);
    assert.equal(result.ok, true, result.text);
  }
  stop = true;
  await writing;
  await recorder.close();
  assert.equal((await verifyRecords(folder)).records, n);
});
