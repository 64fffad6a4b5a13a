import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { frameHeadBytes } from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import { scanLog } from './log/scan-log.ts';
import { listSegments } from './log/segment-files.ts';
import { headerBytes } from './parts/decode-record.ts';
import { recordFolders } from './record-folders.ts';
import { copyRecords, segmentPaths } from './testing/copied-records.ts';
import { fixedRandom, goldenRecords } from './testing/golden-records.ts';
import { openTestRecorder, testMasterKey } from './testing/open-test-recorder.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { verifyRecords } from './verify-records.ts';

// testdata/records-v1 was written by version 1 of the format. Records of that version must stay readable: a change
// of the format needs a version of its own and a folder beside this one, never new golden files here.
const golden = new URL('./testdata/records-v1', import.meta.url).pathname;
const expected: { chain: string; leaves: string[]; headers: unknown[] } = JSON.parse(
  readFileSync(new URL('./testdata/records-v1.json', import.meta.url), 'utf8'),
);

test('records of version 1 are read: headers, leaves, chain, parts', async (t) => {
  const folder = temporaryFolder(t);
  copyRecords(golden, folder, { index: false });
  const leaves: string[] = [];
  const headers: unknown[] = [];
  await scanLog(await listSegments(recordFolders(folder).segments), 0, ({ record }) => {
    const header = headerBytes(record);
    leaves.push(nativeHashes.leaf(header).toString('hex'));
    headers.push(JSON.parse(header.toString()));
  });
  assert.deepEqual(leaves, expected.leaves);
  assert.deepEqual(headers, expected.headers);
  const verified = await verifyRecords(folder, testMasterKey);
  assert.deepEqual([verified.ok, verified.chain, verified.records], [true, expected.chain, 5]);
  const recorder = await openTestRecorder(folder);
  for (const draft of goldenRecords.slice(1)) {
    const record = await recorder.getRecord(draft.header.id);
    for (const [name, bytes] of Object.entries(draft.parts))
      assert.ok(record?.parts[name as 'request']?.equals(Buffer.from(bytes as Uint8Array)), name);
  }
  await recorder.close();
});

test('the same records under the same key, clock and chance are the same bytes', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, { random: fixedRandom() });
  for (const draft of goldenRecords) await recorder.append(draft);
  const last = recorder.report.records;
  await recorder.close();
  const ours = readFileSync(segmentPaths(folder)[0]!);
  const theirs = readFileSync(segmentPaths(golden)[0]!);
  // The last record is compressed, and another version of zstd may do that in other bytes.
  let end = 64;
  for (let n = 0; n < goldenRecords.length - 1; n += 1) end += frameHeadBytes + theirs.readUInt32BE(end + 8);
  assert.ok(end < theirs.length && last === 0);
  assert.equal(ours.subarray(0, end).toString('hex'), theirs.subarray(0, end).toString('hex'));
});
