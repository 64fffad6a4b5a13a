import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatVerifierKey } from '../notes/verifier-key.ts';
import { evidenceLog } from '../testing/evidence-log.ts';
import { MemoryRecords } from '../testing/memory-records.ts';
import { frameOffsets, joined, TestLog, testId } from '../testing/test-log.ts';
import { testSigner } from '../testing/test-signer.ts';
import { verifyEvidence } from './verify-evidence.ts';

const codes = (report: { problems: readonly { code: string }[] }): string[] =>
  report.problems.map(({ code }) => code);

test('invariant 11: a log with all that an honest one can have verifies, with a key from elsewhere and without', async () => {
  const { log, oldSigner, newSigner, published } = evidenceLog();
  const given = await verifyEvidence(log.records, { keys: [oldSigner.key], published: [published] });
  assert.deepEqual(
    [given.ok, given.signed, given.trust, given.origin],
    [true, 42, 'given', 'vectorgate/log'],
  );
  assert.deepEqual(
    given.keys,
    [oldSigner, newSigner].map(({ key }) => formatVerifierKey(key)),
  );
  assert.match(given.remarks.join(), /first 21 records only the hashes are kept/);
  const folder = await verifyEvidence(log.records);
  assert.deepEqual([folder.ok, folder.signed, folder.trust], [true, 42, 'folder']);
  assert.match(folder.remarks.join(), /could replace them too/);
  // The newest key alone is enough: what it signed covers all that came before.
  const newest = await verifyEvidence(log.records, { keys: [newSigner.key], published: [published] });
  assert.deepEqual([newest.ok, newest.signed], [true, 42], JSON.stringify(newest.problems));
});

test('a log without checkpoints verifies as a chain, and the report says what that does not show', async () => {
  const log = new TestLog();
  for (let n = 0; n < 5; n += 1) log.add();
  const report = await verifyEvidence(log.records);
  assert.deepEqual([report.ok, report.records, report.signed, report.trust], [true, 5, 0, 'none']);
  assert.match(report.remarks.join(), /No checkpoint was ever signed/);
  const asked = await verifyEvidence(log.records, { keys: [testSigner('log', 1).key] });
  assert.deepEqual(codes(asked), ['checkpoints-missing']);
});

test('records behind the last checkpoint are told, as nothing shows that none is gone', async () => {
  const { log } = evidenceLog();
  log.add();
  const report = await verifyEvidence(log.records);
  assert.equal(report.ok, true);
  assert.match(report.remarks.join(), /Not signed yet: the last 1 record\./);
});

test('a key for which no earlier one vouches is not believed, whatever the folder says', async () => {
  const log = new TestLog();
  const [first, second] = [testSigner('log', 1), testSigner('log', 2)];
  log.know(first);
  log.add();
  log.checkpoint(first);
  log.add({
    evidence: {
      event: 'signing-key-changed',
      from: formatVerifierKey(first.key),
      to: formatVerifierKey(second.key),
    },
  });
  log.know(second);
  log.checkpoint(second);
  const report = await verifyEvidence(log.records, { keys: [first.key] });
  assert.deepEqual([codes(report), report.signed], [['key-unknown'], 1]);
  const both = await verifyEvidence(log.records, { keys: [first.key, second.key] });
  assert.deepEqual([both.ok, both.signed], [true, 2]);
});

test('a key that was given up signs nothing any more, though what it signed before stays believed', async () => {
  const log = new TestLog();
  const [first, second] = [testSigner('log', 1), testSigner('log', 2)];
  log.know(first);
  log.add();
  log.checkpoint(first);
  log.add({
    evidence: {
      event: 'signing-key-changed',
      from: formatVerifierKey(first.key),
      to: formatVerifierKey(second.key),
    },
  });
  log.know(second);
  log.checkpoint(first, second);
  log.add();
  // Whoever stole the old key signs on with it.
  log.checkpoint(first);
  const report = await verifyEvidence(log.records, { keys: [first.key] });
  assert.deepEqual([codes(report), report.signed], [['key-unknown'], 2]);
  log.add();
  log.checkpoint(second);
  assert.deepEqual((await verifyEvidence(log.records, { keys: [first.key] })).signed, 4);
});

test('two checkpoints of one size with different roots are told', async () => {
  const [a, b] = [new TestLog(), new TestLog()];
  const signer = testSigner('log', 1);
  a.know(signer);
  for (const log of [a, b]) {
    log.add();
    log.add(log === b ? { session: testId(7) } : {});
  }
  const published = b.checkpoint(signer);
  a.checkpoint(signer);
  const report = await verifyEvidence(a.records, { keys: [signer.key], published: [published] });
  assert.ok(codes(report).includes('two-logs'), JSON.stringify(report.problems));
});

test('damage of the sealed parts alone is named, and everything else is still believed', async () => {
  const { log, oldSigner } = evidenceLog();
  const records = new MemoryRecords(log.records.files);
  const path = 'segments/000000000004.segment';
  const bytes = records.files.get(path)!.slice();
  const end = frameOffsets(bytes)[3]!;
  bytes[end - 2]! ^= 4;
  records.files.set(path, bytes);
  const report = await verifyEvidence(records, { keys: [oldSigner.key] });
  assert.deepEqual([codes(report), report.signed], [['parts-damaged'], 42]);
  const { record, id, segment } = report.problems[0]!;
  assert.deepEqual([record, id, segment], [23, testId(23), '000000000004.segment']);
});

test('a change of keys is followed by its kept header, also when its segment was removed long ago', async () => {
  const { log, oldSigner } = evidenceLog();
  const path = 'evidence/headers';
  const kept = log.records.files.get(path)!;
  log.records.files.delete(path);
  assert.ok(codes(await verifyEvidence(log.records, { keys: [oldSigner.key] })).includes('key-unknown'));
  log.records.files.set(path, Uint8Array.from([...kept, 0x35, 0x20, 0x7b, 0x7d, 0x0a]));
  assert.deepEqual(codes(await verifyEvidence(log.records, { keys: [oldSigner.key] })), ['header-malformed']);
});

test('a removal that no record tells of is found, and so is a wrapped key that is gone', async () => {
  const { log } = evidenceLog();
  log.remove(4);
  assert.deepEqual(codes(await verifyEvidence(log.records)), ['removal-unrecorded']);

  const other = evidenceLog().log;
  const place = `keys/${testId(1000).slice(0, 5)}`;
  other.records.files.set('keys/master-key-check', new Uint8Array());
  const gone = await verifyEvidence(other.records);
  assert.deepEqual(codes(gone), ['session-key-missing']);
  assert.match(gone.problems[0]!.reason, new RegExp(testId(1000)));
  // Session 2000 was forgotten, and a record says so.
  other.records.files.set(`${place}/${testId(1000)}`, new Uint8Array(61));
  assert.equal((await verifyEvidence(other.records)).ok, true);
});

test('a log that is just being written is looked at again where it ends', async () => {
  const log = new TestLog();
  const signer = testSigner('log', 1);
  log.know(signer);
  for (let n = 0; n < 3; n += 1) log.add();
  log.checkpoint(signer);
  const path = 'segments/000000000001.segment';
  const whole = log.records.files.get(path)!;
  const growing = new MemoryRecords(log.records.files);
  growing.files.set(path, whole.slice(0, whole.length - 30));
  let looks = 0;
  const report = await verifyEvidence(growing, {
    settle: async () => {
      looks += 1;
      if (looks === 2) growing.files.set(path, whole);
    },
  });
  assert.deepEqual([report.ok, report.records, looks], [true, 3, 2], JSON.stringify(report.problems));
});

test('a log that ends inside a record which was never signed is told, and no alarm', async () => {
  const { log, oldSigner } = evidenceLog();
  log.add();
  const path = 'segments/000000000006.segment';
  const whole = log.records.files.get(path)!;
  for (const cut of [1, 60, whole.length - frameOffsets(whole).at(-2)! - 1]) {
    log.records.files.set(path, whole.slice(0, whole.length - cut));
    const report = await verifyEvidence(log.records, { keys: [oldSigner.key] });
    assert.deepEqual([report.ok, report.signed], [true, 42], JSON.stringify(report.problems));
    assert.match(report.remarks.join(), /ends inside a record that was never signed/);
  }
  log.records.files.set(path, whole.slice(0, frameOffsets(whole).at(-2)! - 1));
  const signedGone = await verifyEvidence(log.records, { keys: [oldSigner.key] });
  assert.deepEqual(codes(signedGone), ['rolled-back']);
});

test('a clock that was put back is told with the record from which on it was', async () => {
  const { log, oldSigner } = evidenceLog();
  log.add({ time: '2001-01-01T00:00:00.000Z' });
  const report = await verifyEvidence(log.records, { keys: [oldSigner.key] });
  assert.equal(report.ok, true);
  assert.match(report.remarks.join(), new RegExp(`clock was put back before record ${testId(42)}`));
});

test('a header that could be read in two ways is told, although it was signed', async () => {
  const log = new TestLog();
  const signer = testSigner('log', 1);
  log.know(signer);
  log.add();
  log.add({ id: 5 });
  log.checkpoint(signer);
  const report = await verifyEvidence(log.records);
  assert.deepEqual([codes(report), report.signed], [['header-malformed'], 2]);
});

test('many problems are counted, and the first ones listed', async () => {
  const log = new TestLog();
  for (let n = 0; n < 30; n += 1) log.add({ id: n });
  const report = await verifyEvidence(log.records);
  assert.equal(report.problems.length, 20);
  assert.match(report.remarks.join(), /Not listed: 10 more problems/);
  assert.ok(joined([]).length === 0);
});
