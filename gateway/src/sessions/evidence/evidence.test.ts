import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';
import {
  type EvidenceReport,
  parseCheckpoints,
  parseVerifierKey,
  publishedNames,
  verifyEvidence,
} from '@vectorgate/policy-schema/evidence';
import { folderRecords } from '@vectorgate/policy-schema/folder-records';
import { pino } from 'pino';
import { openRecorder } from '../open-recorder.ts';
import { copyRecords, segmentPaths } from '../testing/copied-records.ts';
import { openTestRecorder, testEvidence, testMasterKey } from '../testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { EvidenceOptions } from './evidence-options.ts';

/** Opens, appends so many records, closes: a run of the gateway. */
async function run(
  folder: string,
  numbers: readonly number[],
  options: Partial<EvidenceOptions> = {},
  segmentBytes = 5000,
): Promise<void> {
  const recorder = await openTestRecorder(folder, { evidence: testEvidence(options), segmentBytes });
  for (const n of numbers) await recorder.append(draftOf(testUlid(n)));
  await recorder.close();
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);
const checkpointsFile = (folder: string): string => join(folder, 'evidence', 'checkpoints');
const sizes = (path: string): number[] =>
  existsSync(path) ? parseCheckpoints(readFileSync(path, 'utf8')).checkpoints.map(({ size }) => size) : [];
const firstKey = (folder: string) =>
  parseVerifierKey(readFileSync(join(folder, 'evidence', 'keys'), 'utf8').split('\n')[0]!)!;
const verified = (folder: string): Promise<EvidenceReport> =>
  verifyEvidence(folderRecords(folder), { keys: [firstKey(folder)] });

/** A folder of published checkpoints beside one of records. */
function places(t: TestContext): { folder: string; publish: string } {
  const base = temporaryFolder(t);
  const publish = join(base, 'published');
  mkdirSync(publish);
  return { folder: join(base, 'records'), publish };
}

test('invariant 11: what the gateway records verifies without it, over restarts, by its public key alone', async (t) => {
  const { folder, publish } = places(t);
  await run(folder, range(0, 10), { publish });
  await run(folder, range(10, 25), { publish, everyRecords: 4 });
  await run(folder, []);
  await run(folder, range(25, 30), { publish });
  const report = await verified(folder);
  assert.deepEqual([report.ok, report.records, report.signed, report.trust], [true, 30, 30, 'given']);
  const { checkpoints, keys } = publishedNames(report.origin!);
  assert.deepEqual(sizes(join(publish, checkpoints)), sizes(checkpointsFile(folder)));
  assert.deepEqual(readFileSync(join(publish, keys)), readFileSync(join(folder, 'evidence', 'keys')));
  assert.ok(sizes(checkpointsFile(folder)).length > 4);
});

test('a checkpoint is signed after so many records, and after so long', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, {
    evidence: testEvidence({ everyRecords: 3, everySeconds: 0.05 }),
  });
  for (let n = 0; n < 7; n += 1) {
    await recorder.append(draftOf(testUlid(n)));
    if (n === 2) await pause(20);
  }
  while (recorder.evidence()?.signed !== 7) await pause(10);
  assert.equal(sizes(checkpointsFile(folder))[0], 3);
  await recorder.close();
  assert.equal(sizes(checkpointsFile(folder)).at(-1), 7);
});

test('invariant 11: a log that lacks records which were signed is not opened, and nothing is changed', async (t) => {
  const { folder, publish } = places(t);
  await run(folder, range(0, 10), { publish });
  const earlier = `${folder}-earlier`;
  cpSync(folder, earlier, { recursive: true });
  await run(folder, range(10, 20), { publish });

  // Cut at the end, whole or not, with the index and without.
  const last = segmentPaths(folder).at(-1)!;
  for (const [cut, code] of [
    [10, 'records-damaged'],
    [5000, 'records-damaged'],
  ] as const) {
    const copy = `${folder}-cut-${cut}`;
    cpSync(folder, copy, { recursive: true });
    const path = segmentPaths(copy).at(-1)!;
    truncateSync(path, Math.max(70, readFileSync(last).length - cut));
    rmSync(join(copy, 'index.sqlite'), { force: true });
    const before = readFileSync(path);
    await assert.rejects(run(copy, [], { publish }), { code, message: /Nothing was changed/ });
    assert.deepEqual(readFileSync(path), before);
  }
  // The last segment gone.
  const copy = `${folder}-without`;
  cpSync(folder, copy, { recursive: true });
  rmSync(segmentPaths(copy).at(-1)!);
  rmSync(join(copy, 'index.sqlite'));
  await assert.rejects(run(copy, []), {
    code: 'records-rolled-back',
    message: /20\. Records that were signed are gone/,
  });
  // All as it once was, checkpoints and all: only the second place knows.
  await assert.rejects(run(earlier, [], { publish }), {
    code: 'records-rolled-back',
    message: /has 10 records, and a checkpoint in .*published was signed for 20/,
  });
  await run(earlier, []);
});

test('invariant 11: a log that was rewritten is not opened, so that no second tree is signed over the first', async (t) => {
  const { folder, publish } = places(t);
  await run(folder, range(0, 20), { publish });
  const other = `${folder}-other`;
  await run(other, [...range(0, 5), 99, ...range(6, 25)]);
  for (const name of ['with its state', 'without']) {
    const copy = `${folder}-${name}`;
    cpSync(folder, copy, { recursive: true });
    rmSync(join(copy, 'segments'), { recursive: true });
    cpSync(join(other, 'segments'), join(copy, 'segments'), { recursive: true });
    rmSync(join(copy, 'index.sqlite'));
    if (name === 'without') rmSync(join(copy, 'evidence', 'tree'));
    await assert.rejects(run(copy, [], { publish }), {
      code: 'records-rewritten',
      message: /first 20 records/,
    });
  }
});

test('the tree’s state is only a shortcut: gone, damaged or old, the same tree is made from the log', async (t) => {
  const folder = temporaryFolder(t);
  await run(folder, range(0, 12));
  const state = join(folder, 'evidence', 'tree');
  const old = readFileSync(state);
  await run(folder, range(12, 20));
  for (const [n, spoil] of [
    () => rmSync(state),
    () => writeFileSync(state, 'something else'),
    () => writeFileSync(state, readFileSync(state, 'utf8').replace(/"hashes":\["../, '"hashes":["00')),
    () => writeFileSync(state, old),
  ].entries()) {
    spoil();
    await run(folder, [100 + n]);
    const report = await verified(folder);
    assert.deepEqual([report.ok, report.signed], [true, 21 + n]);
  }
});

test('invariant 11: a crash at any point of signing leaves one tree: what was begun is done again, the same', async (t) => {
  const folder = temporaryFolder(t);
  await run(folder, range(0, 6), { everyRecords: 1 });
  const path = checkpointsFile(folder);
  const whole = readFileSync(path);
  const copy = `${folder}-copy`;
  t.after(() => rmSync(copy, { recursive: true, force: true }));
  for (let length = whole.length; length > whole.length - 250; length -= 7) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(folder, copy, { recursive: true });
    // The state belongs to a checkpoint that was never whole.
    writeFileSync(checkpointsFile(copy), whole.subarray(0, length));
    await run(copy, []);
    assert.deepEqual(readFileSync(checkpointsFile(copy)).subarray(-220), whole.subarray(-220));
    assert.equal((await verified(copy)).ok, true);
  }
});

test('invariant 11: killed between a record, its checkpoint and the tree’s state, the log goes on as one tree', async (t) => {
  const folder = temporaryFolder(t);
  const copies: string[] = [];
  t.after(() => {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  });
  /** What a kill at this moment would leave. */
  const left = (): string => {
    const copy = `${folder}-${copies.length}`;
    copies.push(copy);
    copyRecords(folder, copy, { index: copies.length % 2 === 0 });
    return copy;
  };
  const recorder = await openTestRecorder(folder, {
    evidence: testEvidence({ everyRecords: 5 }),
    segmentBytes: 5000,
  });
  left();
  for (let n = 0; n < 12; n += 1) {
    await recorder.append(draftOf(testUlid(n)));
    left();
    if (n % 5 !== 4) continue;
    while (recorder.evidence()?.signed !== n + 1) await immediate();
    // The checkpoint is there, and the state that belongs to it may be.
    left();
    await pause(20);
    left();
  }
  await recorder.close();
  for (const [n, copy] of copies.entries()) {
    const before = sizes(checkpointsFile(copy));
    await run(copy, [100 + n]);
    const report = await verified(copy);
    assert.deepEqual(
      [report.ok, report.signed],
      [true, report.records],
      `${n}: ${JSON.stringify(report.problems)}`,
    );
    const after = sizes(checkpointsFile(copy));
    assert.deepEqual(after.slice(0, before.length), before);
    assert.equal(new Set(after).size, after.length);
  }
});

test('a second place that is named later gets the public keys and what is signed from then on', async (t) => {
  const { folder, publish } = places(t);
  await run(folder, range(0, 5));
  await run(folder, range(5, 8), { publish });
  const { checkpoints, keys } = publishedNames(firstKey(folder).name);
  assert.deepEqual(readFileSync(join(publish, keys)), readFileSync(join(folder, 'evidence', 'keys')));
  assert.deepEqual(sizes(join(publish, checkpoints)), [5, 8]);
  assert.equal(statSync(join(publish, keys)).mode & 0o444, 0o444);
});

test('another signing key is taken over by a record, and vouched for by the one before', async (t) => {
  const { folder, publish } = places(t);
  const [first, second, third] = [1, 2, 3].map((n) => Buffer.alloc(32, n));
  await run(folder, range(0, 5), { publish, signingKey: first! });
  await run(folder, range(5, 9), { publish, signingKey: second!, previousSigningKey: first! });
  const report = await verified(folder);
  assert.deepEqual(
    [report.ok, report.records, report.signed],
    [true, 10, 10],
    JSON.stringify(report.problems),
  );
  assert.equal(report.keys.length, 2);
  // Nothing is left to do at the next start, with the old key named or not.
  await run(folder, [], { publish, signingKey: second! });
  assert.equal((await verified(folder)).records, 10);
  // Without the one before nobody vouches: whoever has only the first key is told so.
  const lines: string[] = [];
  const recorder = await openRecorder({
    folder,
    masterKey: testMasterKey,
    logger: pino({}, { write: (line: string) => void lines.push(line) }),
    evidence: testEvidence({ publish, signingKey: third! }),
  });
  await recorder.close();
  assert.match(lines.join(), /does not vouch for it/);
  const told = await verified(folder);
  assert.deepEqual([told.ok, told.signed, told.problems[0]?.code], [false, 10, 'key-unknown']);
  const keys = readFileSync(join(folder, 'evidence', 'keys'), 'utf8')
    .trim()
    .split('\n');
  assert.equal(keys.length, 3);
  const all = await verifyEvidence(folderRecords(folder), {
    keys: keys.map((key) => parseVerifierKey(key)!),
  });
  assert.deepEqual([all.ok, all.signed], [true, 11]);
});

test('a second place that fails is told, costs no record, and gets everything when it is back', async (t) => {
  const { folder, publish } = places(t);
  const recorder = await openTestRecorder(folder, {
    evidence: testEvidence({ publish, everyRecords: 2, everySeconds: 0.05 }),
  });
  await recorder.append(draftOf(testUlid(0)));
  while (recorder.evidence()?.published !== 1) await pause(5);
  rmSync(publish, { recursive: true });
  writeFileSync(publish, '');
  // The file that is open is gone with its folder; it is opened anew after it was closed.
  for (let n = 1; n < 6; n += 1) await recorder.append(draftOf(testUlid(n)));
  assert.equal(recorder.health().ok, true);
  await recorder.close();
  rmSync(publish);
  mkdirSync(publish);
  await run(folder, [10], { publish });
  const { origin } = await verified(folder);
  assert.deepEqual(sizes(join(publish, publishedNames(origin!).checkpoints)), sizes(checkpointsFile(folder)));
});

test('what proves the records and cannot be used is told with its remedy', async (t) => {
  const { folder, publish } = places(t);
  await run(folder, range(0, 5), { publish });
  const keys = join(folder, 'evidence', 'keys');
  const { origin } = firstKey(folder).name ? { origin: firstKey(folder).name } : { origin: '' };
  const published = join(publish, publishedNames(origin).checkpoints);
  const damage = { code: 'evidence-damaged', message: /Nothing was changed\. Restore the file/ };
  for (const [path, spoil] of [
    [keys, () => rmSync(keys)],
    [keys, () => writeFileSync(keys, 'no key\n')],
    [
      checkpointsFile(folder),
      (text: string) => writeFileSync(checkpointsFile(folder), text.replace('vectorgate/', 'vectorgate-')),
    ],
    [
      checkpointsFile(folder),
      (text: string) => writeFileSync(checkpointsFile(folder), text.replace(/\n5\n/, '\n6\n')),
    ],
    [published, (text: string) => writeFileSync(published, text.replace(/\n5\n/, '\n4\n'))],
  ] as const) {
    const text = readFileSync(path, 'utf8');
    spoil(text);
    await assert.rejects(run(folder, [], { publish }), damage);
    writeFileSync(path, text);
  }
  await assert.rejects(run(folder, [], { publish: join(publish, 'absent') }), {
    code: 'checkpoints-unpublished',
    message: /records\.checkpoints\.publish/,
  });
  await run(folder, [], { publish });
});

test('a session that is forgotten is forgotten by a record, and everything still verifies', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, { evidence: testEvidence() });
  await recorder.append(draftOf(testUlid(1), { session: testUlid(100) }));
  await recorder.append(draftOf(testUlid(2), { session: testUlid(200) }));
  const who = { issuer: 'people', subject: 'carla', kind: 'person' as const, groups: ['custodians'] };
  await recorder.forgetSession(testUlid(100), {
    who,
    client: { address: '::1' },
    reason: 'she asked for it',
  });
  const [outcome] = await recorder.listRecords({ subject: 'carla' });
  assert.deepEqual(outcome?.evidence, { event: 'session-forgotten', session: testUlid(100) });
  assert.equal(outcome?.outcome, 'delivered');
  const { parts } = (await recorder.getRecord(outcome!.id))!;
  assert.equal(parts.request?.toString(), '{"reason":"she asked for it"}');
  assert.equal((await recorder.getRecord(testUlid(1)))?.forgotten, true);
  await recorder.close();
  const report = await verified(folder);
  assert.deepEqual([report.ok, report.signed], [true, 4], JSON.stringify(report.problems));
  // The same without a record is found.
  rmSync(join(folder, 'keys', testUlid(200).slice(0, 5), testUlid(200)));
  assert.deepEqual(
    (await verified(folder)).problems.map(({ code }) => code),
    ['session-key-missing'],
  );
});

test('of a long list of checkpoints a start reads the newest, and all of them where those are not enough', async (t) => {
  const { folder, publish } = places(t);
  const recorder = await openTestRecorder(folder, { evidence: testEvidence({ publish, everyRecords: 1 }) });
  for (let n = 0; n < 600; n += 1) {
    await recorder.append(draftOf(testUlid(n)));
    while (recorder.evidence()?.published !== n + 1) await immediate();
  }
  await recorder.close();
  const bytes = readFileSync(checkpointsFile(folder));
  const { origin } = await verified(folder);
  const { checkpoints } = publishedNames(origin!);
  assert.ok(bytes.length > 130 * 1024, `${bytes.length} bytes`);
  const entries = bytes.toString().split(/(?<=\n\n)(?=vectorgate)/);
  assert.equal(entries.length, 600);
  // With its state, with an old one, with none; with a second place that is far behind.
  const state = join(folder, 'evidence', 'tree');
  await run(folder, [1000], { publish });
  rmSync(state);
  await run(folder, [1001], { publish });
  writeFileSync(join(publish, checkpoints), entries.slice(0, 20).join(''));
  await run(folder, [1002], { publish });
  assert.deepEqual(readFileSync(join(publish, checkpoints)), readFileSync(checkpointsFile(folder)));
  assert.deepEqual([(await verified(folder)).ok, (await verified(folder)).signed], [true, 603]);
  // A second place that knows more than is here is asked for all it has.
  const cut = readFileSync(checkpointsFile(folder), 'utf8').split(/(?<=\n\n)(?=vectorgate)/);
  writeFileSync(checkpointsFile(folder), cut.slice(0, 10).join(''));
  await run(folder, [1003], { publish });
  assert.equal(sizes(checkpointsFile(folder)).at(-1), 604);
});

test('a clock that jumps back costs no record and no checkpoint, and is told with the record', async (t) => {
  const { folder, publish } = places(t);
  const times = ['2026-03-02T09:00:00.000Z', '2026-03-02T09:00:01.000Z', '2025-01-01T00:00:00.000Z'];
  const evidence = testEvidence({ publish, everyRecords: 1 });
  const recorder = await openTestRecorder(folder, { evidence });
  for (const [n, time] of times.entries()) await recorder.append(draftOf(testUlid(n), { time }));
  // The last one's checkpoint comes after its records, whatever the clock says.
  await recorder.close();
  const again = await openTestRecorder(folder, { evidence });
  await again.append(draftOf(testUlid(3), { time: '2026-03-02T09:00:02.000Z' }));
  const session = await again.getSession(testUlid(1));
  assert.deepEqual([session?.records, session?.ended], [4, '2026-03-02T09:00:02.000Z']);
  // In the order of the log, not of the clock.
  assert.deepEqual(
    (await again.listRecords()).map(({ id }) => id),
    [3, 2, 1, 0].map(testUlid),
  );
  await again.close();
  const report = await verified(folder);
  assert.deepEqual([report.ok, report.records, report.signed], [true, 4, 4]);
  assert.match(report.remarks.join(), new RegExp(`The clock was put back before record ${testUlid(2)}`));
});
