import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceLog } from '../testing/evidence-log.ts';
import { MemoryRecords } from '../testing/memory-records.ts';
import { TestLog, testId } from '../testing/test-log.ts';
import { describeEvidence } from './describe-evidence.ts';
import { verifyEvidence } from './verify-evidence.ts';

const { log, oldSigner, published, states } = evidenceLog();
const options = { keys: [oldSigner.key], published: [published] };

test('a good report is two lines and what is worth knowing', async () => {
  assert.equal(
    describeEvidence(await verifyEvidence(log.records, options)),
    `✓ 42 records verified: all are as they were signed.
  6 segments, hashes only of 21 records · 12 checkpoints · vectorgate/log
  Of the first 21 records only the hashes are kept: their segments were removed.
`,
  );
});

test('a bad one names each place, and what can still be believed', async () => {
  const records = new MemoryRecords(log.records.files);
  const path = 'segments/000000000005.segment';
  const bytes = records.files.get(path)!.slice();
  bytes[400]! ^= 1;
  records.files.set(path, bytes);
  const told = describeEvidence(await verifyEvidence(records, options));
  assert.match(told, /^✗ 1 problem found: these records are not as they were written\.\n/);
  assert.match(
    told,
    new RegExp(
      `\n {2}record 29, id ${testId(29)}, segment 000000000005\\.segment, byte \\d+: the record is damaged \\(log-broken\\)\n`,
    ),
  );
  assert.match(told, /\n {2}Still to be believed: the first 26 records, which are as they were signed\.\n/);
});

test('what is rolled back, never signed or wholly replaced is told as such', async () => {
  const back = describeEvidence(await verifyEvidence(states[10]!, options));
  assert.match(back, /records 38 to 41: they were signed, and are gone from the end \(rolled-back\)/);
  const unsigned = new TestLog();
  unsigned.add();
  assert.match(
    describeEvidence(await verifyEvidence(unsigned.records)),
    /^✓ 1 record verified: each follows the one before\.\n {2}1 segment · 0 checkpoints\n/,
  );
  const replaced = describeEvidence(await verifyEvidence(unsigned.records, options));
  assert.match(
    replaced,
    /Still to be believed: nothing: no checkpoint of a trusted key matches these records\./,
  );
});
