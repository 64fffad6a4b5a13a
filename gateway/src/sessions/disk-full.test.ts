import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openTestRecorder, testEvidence, testMasterKey } from './testing/open-test-recorder.ts';
import { draftOf, testUlid } from './testing/record-drafts.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { verifyRecords } from './verify-records.ts';

// Two real refusals of the operating system, beside the simulated ones in log/segment-log.test.ts: a limit on the
// size of files, which needs no rights, and a small file system of its own, where this process may mount one.

test('a record for which there is no room is refused, and the log goes on behind it', async (t) => {
  const folder = temporaryFolder(t);
  const script = fileURLToPath(new URL('./testing/limited-writer.ts', import.meta.url));
  // 300 KiB in the blocks of 512 bytes that a POSIX shell counts in.
  const run = spawnSync('sh', ['-c', 'ulimit -f 600 && exec "$0" "$@"', process.execPath, script, folder], {
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
  const refused = 'the limit on the size of files is reached';
  assert.deepEqual(JSON.parse(run.stdout), {
    results: ['durable', `recording-impossible: ${refused}`, 'durable'],
    health: { ok: false, reason: refused },
  });
  const verified = await verifyRecords(folder, testMasterKey);
  assert.deepEqual([verified.ok, verified.records], [true, 2], verified.text);
});

/** Runs `use` on a file system of 3 MB. False when this process may not mount one. */
async function onSmallDisk(t: TestContext, use: (place: string) => Promise<void>): Promise<boolean> {
  const place = temporaryFolder(t);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'vectorgate-test', place], {
    stdio: 'ignore',
  });
  if (mounted.status !== 0) return false;
  try {
    await use(place);
  } finally {
    spawnSync('umount', ['-l', place]);
  }
  return true;
}

async function fillUntilRefused(place: string): Promise<void> {
  const folder = join(place, 'records');
  const recorder = await openTestRecorder(folder, {
    evidence: testEvidence({ everyRecords: 3, everySeconds: 0.05 }),
  });
  writeFileSync(join(place, 'filler'), Buffer.alloc(1_000_000));
  const durable: string[] = [];
  let refusal: { code?: string; detail?: { reason?: string } } | undefined;
  for (let n = 0; refusal === undefined && n < 1000; n += 2) {
    const ids = [n, n + 1].map(testUlid);
    const drafts = ids.map((id) => draftOf(id, { parts: { response: randomBytes(20_000) } }));
    const results = await Promise.allSettled(drafts.map((draft) => recorder.append(draft)));
    for (const [i, result] of results.entries()) {
      if (result.status === 'fulfilled') durable.push(ids[i]!);
      else refusal = result.reason;
    }
  }
  assert.deepEqual([refusal?.code, refusal?.detail?.reason], ['recording-impossible', 'the disk is full']);
  assert.deepEqual(recorder.health(), { ok: false, reason: 'the disk is full' });
  rmSync(join(place, 'filler'));
  while (!recorder.health().ok) await pause(50);
  await recorder.append(draftOf(testUlid(9999)));
  const listed = await recorder.listRecords({ limit: 1000 });
  assert.deepEqual(listed.map(({ id }) => id).reverse(), [...durable, testUlid(9999)]);
  await recorder.close();
  const verified = await verifyRecords(folder, testMasterKey);
  assert.deepEqual([verified.ok, verified.records], [true, durable.length + 1], verified.text);
  assert.match(
    verified.text,
    new RegExp(`${durable.length + 1} records verified: all are as they were signed`),
  );
}

test('a full file system refuses until there is room, and nothing acknowledged is lost', async (t) => {
  // Without the right to mount, the limit above is the one real refusal that can be had.
  if (!(await onSmallDisk(t, fillUntilRefused)))
    t.diagnostic('not tried on a real full file system: this process may not mount one');
});
