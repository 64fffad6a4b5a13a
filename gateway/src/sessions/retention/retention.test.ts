import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type EvidenceReport, parseVerifierKey, verifyEvidence } from '@vectorgate/policy-schema/evidence';
import { folderRecords } from '@vectorgate/policy-schema/folder-records';
import type { LogRecorder } from '../log-recorder.ts';
import { recordFolders } from '../record-folders.ts';
import { openTestRecorder, testEvidence, testMasterKey } from '../testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { verifyRecords } from '../verify-records.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const at = (n: number): string => new Date(start + n * day).toISOString();

/** Ten days' retention, and small segments of which a day fills about one. */
const open = (folder: string): Promise<LogRecorder> =>
  openTestRecorder(folder, {
    evidence: testEvidence({ everyRecords: 5 }),
    segmentBytes: 5000,
    retentionDays: 10,
  });

/** One record a day; sessions of ten days each; every fifth has an intent the day before. */
async function fill(folder: string, days: number): Promise<LogRecorder> {
  // Made without a limit, so that nothing goes by itself.
  const recorder = await openTestRecorder(folder, {
    evidence: testEvidence({ everyRecords: 5 }),
    segmentBytes: 5000,
  });
  for (let n = 0; n < days; n += 1) {
    const session = testUlid(1000 + Math.floor(n / 10));
    if (n % 5 === 4)
      await recorder.append(draftOf(testUlid(n), { session, kind: 'intent', time: at(n - 1) }));
    await recorder.append(draftOf(testUlid(n), { session, time: at(n) }));
  }
  return recorder;
}

async function verified(folder: string): Promise<EvidenceReport> {
  const [first = ''] = readFileSync(join(folder, 'evidence', 'keys'), 'utf8').split('\n');
  return verifyEvidence(folderRecords(folder), { keys: [parseVerifierKey(first)!] });
}

const ids = async (recorder: LogRecorder): Promise<string[]> =>
  (await recorder.listRecords({ limit: 1000, issuer: 'people' })).map(({ id }) => id).sort();

const names = (folder: string): string[] => readdirSync(recordFolders(folder).segments).sort();

test('invariant 11: records past their time go by whole segments, and all that is left verifies', async (t) => {
  const folder = temporaryFolder(t);
  await (await fill(folder, 40)).close();
  const before = await verified(folder);
  const recorder = await openTestRecorder(folder, {
    evidence: testEvidence(),
    segmentBytes: 5000,
    retentionDays: 3650,
  });
  await recorder.applyRetention(start + (31 + 3650) * day);
  const left = await ids(recorder);
  const listed = names(folder);
  const gone = listed.filter((name) => name.endsWith('.leaves')).length;
  assert.ok(gone > 5 && listed.filter((name) => name.endsWith('.segment')).length <= 4, listed.join());
  assert.ok(left.length > 0 && left.length < 14, String(left.length));
  for (const id of left) assert.ok(await recorder.getRecord(id), id);
  assert.equal(await recorder.getRecord(testUlid(0)), undefined);
  await recorder.append(draftOf(testUlid(50), { session: testUlid(1000), time: at(50) }));
  const sessions = (await recorder.listSessions({ issuer: 'people' })).sessions.map(({ id }) => id);
  assert.deepEqual(sessions, [testUlid(1000), testUlid(1003)]);
  await recorder.close();

  const report = await verified(folder);
  assert.deepEqual([report.ok, report.signed], [true, report.records], JSON.stringify(report.problems));
  assert.ok(report.removed > 30 && report.records > before.records);
  assert.equal((await verifyRecords(folder, testMasterKey)).ok, true);

  // The index is made anew from what is left, and so is the tree.
  for (const spoil of [
    () => {},
    () => rmSync(recordFolders(folder).index),
    () => rmSync(join(folder, 'evidence', 'tree')),
  ]) {
    spoil();
    const again = await openTestRecorder(folder, { evidence: testEvidence() });
    assert.deepEqual(await ids(again), [...left, testUlid(50)]);
    await again.close();
    assert.equal((await verified(folder)).ok, true);
  }
});

test('only what is wholly past its time goes, and a clock that was put back removes nothing', async (t) => {
  const folder = temporaryFolder(t);
  await (await fill(folder, 40)).close();
  const whole = names(folder);
  const recorder = await openTestRecorder(folder, {
    evidence: testEvidence(),
    segmentBytes: 5000,
    retentionDays: 3650,
  });
  assert.equal(await recorder.applyRetention(start), 0);
  assert.equal(await recorder.applyRetention(start + 39 * day), 0);
  assert.deepEqual(names(folder), whole);
  // Ten years after the twentieth day.
  assert.ok((await recorder.applyRetention(start + (20 + 3650) * day)) > 0);
  const left = await ids(recorder);
  const first = left.indexOf(testUlid(20));
  assert.ok(first >= 0 && first < 8, left.join());
  await recorder.close();
  assert.equal((await verified(folder)).ok, true);
});

test('invariant 11: a removal that was interrupted anywhere is done again, and verifies meanwhile', async (t) => {
  const folder = temporaryFolder(t);
  await (await fill(folder, 30)).close();
  const full = `${folder}-full`;
  const copy = `${folder}-copy`;
  t.after(() => {
    for (const path of [full, copy]) rmSync(path, { recursive: true, force: true });
  });
  cpSync(folder, full, { recursive: true });
  const recorder = await open(folder);
  await recorder.applyRetention(Date.now());
  await recorder.close();
  const leaves = names(folder).filter((name) => name.endsWith('.leaves'));
  assert.ok(leaves.length > 3);
  // Leaf hashes were written, and nothing else; or all but some of the segments are gone already.
  for (const [from, bring] of [
    [full, leaves.slice(0, 2)],
    [full, leaves],
    [folder, leaves.slice(1).map((name) => name.replace('leaves', 'segment'))],
    [folder, leaves.slice(-1).map((name) => name.replace('leaves', 'segment'))],
  ] as const) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(from, copy, { recursive: true });
    for (const name of bring)
      cpSync(join(from === full ? folder : full, 'segments', name), join(copy, 'segments', name));
    assert.equal((await verified(copy)).ok, true, bring.join());
    const again = await open(copy);
    await again.applyRetention(Date.now());
    await again.close();
    const report = await verified(copy);
    assert.equal(report.ok, true, JSON.stringify(report.problems));
    assert.ok(!names(copy).includes('000000000001.segment'));
  }
});

test('invariant 11: a change of keys whose record was removed is still followed', async (t) => {
  const folder = temporaryFolder(t);
  const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  let recorder = await openTestRecorder(folder, {
    evidence: testEvidence({ signingKey: first }),
    segmentBytes: 5000,
  });
  for (let n = 0; n < 5; n += 1) await recorder.append(draftOf(testUlid(n)));
  await recorder.close();
  const later = {
    evidence: testEvidence({ signingKey: second, previousSigningKey: first }),
    segmentBytes: 5000,
  };
  recorder = await openTestRecorder(folder, { ...later, retentionDays: 3650 });
  for (let n = 5; n < 20; n += 1) await recorder.append(draftOf(testUlid(n)));
  await recorder.forgetSession(testUlid(1));
  assert.ok((await recorder.applyRetention(Date.now() + 3700 * day)) > 1);
  // Once more, with what is left: the same headers are kept once.
  await recorder.append(draftOf(testUlid(21), { session: testUlid(3) }));
  await recorder.applyRetention(Date.now() + 3700 * day);
  await recorder.close();
  const kept = readFileSync(join(folder, 'evidence', 'headers'), 'utf8')
    .trimEnd()
    .split('\n');
  assert.equal(new Set(kept).size, kept.length);
  assert.match(kept[0]!, /^5 \{.*"event":"signing-key-changed"/);
  const report = await verified(folder);
  assert.deepEqual(
    [report.ok, report.signed, report.keys.length],
    [true, report.records, 2],
    JSON.stringify(report.problems),
  );
});

test('a damaged segment is evidence, and stays', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, {
    evidence: testEvidence(),
    segmentBytes: 5000,
    retentionDays: 10_000,
  });
  for (let n = 0; n < 20; n += 1) await recorder.append(draftOf(testUlid(n), { time: at(n) }));
  const path = join(folder, 'segments', names(folder)[0]!);
  const bytes = readFileSync(path);
  bytes[700]! ^= 1;
  writeFileSync(path, bytes);
  await assert.rejects(recorder.applyRetention(start + 20_000 * day), {
    code: 'records-damaged',
    message: /000000000001\.segment is past its time and is not removed, as it is damaged/,
  });
  assert.ok(names(folder).every((name) => name.endsWith('.segment')));
  await recorder.close();
});

test('a segment is closed after a day, so that a quiet log does not keep its oldest records', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, { evidence: testEvidence(), retentionDays: 10_000 });
  await recorder.append(draftOf(testUlid(1), { time: at(0) }));
  await recorder.applyRetention(start + day / 2);
  await recorder.append(draftOf(testUlid(2), { time: at(0.5) }));
  assert.equal(names(folder).length, 1);
  await recorder.applyRetention(start + 2 * day);
  await recorder.append(draftOf(testUlid(3), { time: at(2) }));
  assert.equal(names(folder).length, 2);
  await recorder.close();
  assert.equal((await verified(folder)).ok, true);
});
