import assert from 'node:assert/strict';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { FailingFiles } from '../testing/failing-files.ts';
import { openTestRecorder } from '../testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { verifyRecords } from '../verify-records.ts';

const numbers = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
const impossible =
  (reason: RegExp) =>
  (error: unknown): boolean => {
    const { code, detail } = error as { code: string; detail: { reason: string } };
    assert.equal(code, 'recording-impossible');
    assert.match(detail.reason, reason);
    return true;
  };

test('1,000 concurrent appends share syncs, keep their order, and are durable when they resolve', async (t) => {
  const folder = temporaryFolder(t);
  const files = new FailingFiles();
  const recorder = await openTestRecorder(folder, { files });
  const before = files.syncs;
  const resolved: number[] = [];
  await Promise.all(
    numbers(0, 1000).map(async (n) => {
      await recorder.append(draftOf(testUlid(n)));
      resolved.push(n);
    }),
  );
  assert.deepEqual(resolved, numbers(0, 1000));
  assert.ok(files.syncs - before < 20, `${files.syncs - before} syncs`);
  await recorder.close();
  const reopened = await openTestRecorder(folder);
  const listed = await reopened.listRecords({ limit: 1000 });
  assert.deepEqual(listed.map(({ id }) => id).reverse(), numbers(0, 1000).map(testUlid));
  await reopened.close();
});

test('invariant 4: an append does not resolve before its sync has ended', async (t) => {
  const files = new FailingFiles();
  const recorder = await openTestRecorder(temporaryFolder(t), { files });
  await recorder.append(draftOf(testUlid(0)));
  const gate = Promise.withResolvers<void>();
  files.beforeSync = () => gate.promise;
  let resolved = false;
  const append = recorder.append(draftOf(testUlid(1))).then(() => {
    resolved = true;
  });
  await pause(50);
  assert.equal(resolved, false);
  assert.equal((await recorder.listRecords()).length, 1, 'what is not durable is not shown');
  gate.resolve();
  await append;
  assert.equal((await recorder.listRecords()).length, 2);
  await recorder.close();
});

test('segments roll by size and are read back as one log', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, { segmentBytes: 4000 });
  for (const n of numbers(0, 20)) await recorder.append(draftOf(testUlid(n)));
  await recorder.close();
  assert.ok(readdirSync(join(folder, 'segments')).length > 4);
  assert.equal((await verifyRecords(folder)).records, 20);
  const reopened = await openTestRecorder(folder, { segmentBytes: 4000 });
  await reopened.append(draftOf(testUlid(20)));
  assert.equal((await reopened.listRecords()).length, 21);
  await reopened.close();
  assert.equal((await verifyRecords(folder)).ok, true);
});

test('a write that takes only some bytes at a time goes on where it stopped', async (t) => {
  const folder = temporaryFolder(t);
  const files = new FailingFiles();
  files.atOnce = 333;
  const recorder = await openTestRecorder(folder, { files });
  await Promise.all(numbers(0, 30).map((n) => recorder.append(draftOf(testUlid(n)))));
  await recorder.close();
  assert.equal((await verifyRecords(folder)).records, 30);
});

test('a full disk refuses, leaves no half record, and is noticed when there is room again', async (t) => {
  const folder = temporaryFolder(t);
  const files = new FailingFiles();
  const recorder = await openTestRecorder(folder, { files });
  await recorder.append(draftOf(testUlid(0)));
  files.room = 2500;
  const results = await Promise.allSettled(numbers(1, 50).map((n) => recorder.append(draftOf(testUlid(n)))));
  assert.ok(results.every(({ status }) => status === 'rejected'));
  for (const result of results) if (result.status === 'rejected') impossible(/disk is full/)(result.reason);
  assert.deepEqual(recorder.health(), { ok: false, reason: 'the disk is full' });
  await assert.rejects(recorder.append(draftOf(testUlid(60))), impossible(/disk is full/));

  files.room = Number.POSITIVE_INFINITY;
  while (!recorder.health().ok) await pause(20);
  assert.equal(files.truncated.length, 1, 'the half record was cut off');
  await recorder.append(draftOf(testUlid(70)));
  assert.deepEqual(
    (await recorder.listRecords()).map(({ id }) => id),
    [testUlid(70), testUlid(0)],
  );
  await recorder.close();
  assert.equal((await verifyRecords(folder)).records, 2);
});

test('after a failed sync the batch does not count and the segment takes no more', async (t) => {
  const folder = temporaryFolder(t);
  const files = new FailingFiles();
  const recorder = await openTestRecorder(folder, { files });
  await recorder.append(draftOf(testUlid(0)));
  files.syncError = 'EIO';
  await assert.rejects(recorder.append(draftOf(testUlid(1))), impossible(/disk reports an error/));
  while (!recorder.health().ok) await pause(20);
  await recorder.append(draftOf(testUlid(2)));
  assert.deepEqual(
    (await recorder.listRecords()).map(({ id }) => id),
    [testUlid(2), testUlid(0)],
  );
  await recorder.close();
  assert.equal(readdirSync(join(folder, 'segments')).length, 2);
  assert.equal((await verifyRecords(folder)).records, 2);
});

test('a next segment that cannot be made refuses, and leaves nothing behind', async (t) => {
  const folder = temporaryFolder(t);
  const files = new FailingFiles();
  const recorder = await openTestRecorder(folder, { files, segmentBytes: 100 });
  await recorder.append(draftOf(testUlid(0)));
  files.openError = 'EACCES';
  await assert.rejects(recorder.append(draftOf(testUlid(1))), impossible(/permission/));
  assert.equal(recorder.health().ok, false);
  files.openError = undefined;
  while (!recorder.health().ok) await pause(20);
  files.room = 10;
  await assert.rejects(recorder.append(draftOf(testUlid(2))), impossible(/disk is full/));
  files.room = Number.POSITIVE_INFINITY;
  while (!recorder.health().ok) await pause(20);
  await recorder.append(draftOf(testUlid(3)));
  await recorder.close();
  const verified = await verifyRecords(folder);
  assert.deepEqual([verified.ok, verified.records], [true, 2], verified.text);
});

test('a removed folder refuses: what would be written to a nameless file is not acknowledged', async (t) => {
  const folder = join(temporaryFolder(t), 'records');
  const recorder = await openTestRecorder(folder);
  await recorder.append(draftOf(testUlid(0)));
  rmSync(folder, { recursive: true });
  assert.deepEqual(recorder.health(), { ok: false, reason: 'the folder is gone' });
  await assert.rejects(recorder.append(draftOf(testUlid(1))), impossible(/folder is gone/));
  await assert.rejects(
    recorder.append(draftOf(testUlid(2), { session: testUlid(9) })),
    impossible(/folder is gone/),
  );
  assert.equal(existsSync(folder), false);
  await recorder.close();
});

test('a folder that is moved away and back is taken again, with all that was in it', async (t) => {
  const folder = join(temporaryFolder(t), 'records');
  const recorder = await openTestRecorder(folder);
  await recorder.append(draftOf(testUlid(0)));
  renameSync(folder, `${folder}.away`);
  await assert.rejects(recorder.append(draftOf(testUlid(1))), impossible(/folder is gone/));
  renameSync(`${folder}.away`, folder);
  while (!recorder.health().ok) await pause(20);
  await recorder.append(draftOf(testUlid(2)));
  await recorder.close();
  assert.equal((await verifyRecords(folder)).records, 2);
});

test('a closed recorder takes nothing and what was under way is finished', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder);
  await recorder.append(draftOf(testUlid(0)));
  const under = recorder.append(draftOf(testUlid(1)));
  await recorder.close();
  await under;
  await assert.rejects(recorder.append(draftOf(testUlid(2))), impossible(/shutting down/));
  assert.equal((await verifyRecords(folder)).records, 2);
});

test('a record that cannot be written down is refused by itself; those beside it are recorded', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder);
  const half = (n: number): boolean => n % 3 === 1;
  const results = await Promise.allSettled(
    numbers(0, 12).map((n) =>
      recorder.append(draftOf(testUlid(n), half(n) ? { connection: 'half a pair: \ud800' } : {})),
    ),
  );
  for (const [n, result] of results.entries()) {
    assert.equal(result.status, half(n) ? 'rejected' : 'fulfilled');
    if (result.status === 'rejected') assert.equal(result.reason.code, 'record-malformed');
  }
  await recorder.close();
  const report = await verifyRecords(folder);
  assert.ok(report.ok && report.records === 8, report.text);
});
