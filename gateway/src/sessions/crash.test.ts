import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseCheckpoints } from '@vectorgate/policy-schema/evidence';
import type { LogRecorder } from './log-recorder.ts';
import type { RecordHeader } from './record.ts';
import { openTestRecorder, testEvidence, testMasterKey } from './testing/open-test-recorder.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { verifyRecords } from './verify-records.ts';

const deep = process.env.VECTORGATE_TEST_DEEP === '1';
const kills = deep ? 50 : 5;
/** Records that must have been acknowledged over all kills. */
const enough = deep ? 500_000 : kills * 20;
const writer = fileURLToPath(new URL('./testing/crash-writer.ts', import.meta.url));

/** Lets a writer run on the folder for a while and kills it. Returns what it was told to be durable. */
async function runAndKill(folder: string, milliseconds: number, least: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer, folder, deep ? 'short' : 'mixed'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(line));
  const ended = once(reader, 'close');
  await once(reader, 'line');
  do await pause(milliseconds);
  while (lines.length <= least);
  child.kill('SIGKILL');
  const [code, signal] = await once(child, 'exit');
  assert.deepEqual([code, signal], [null, 'SIGKILL'], 'the writer ended before it was killed');
  await ended;
  return lines.slice(1);
}

async function allRecords(recorder: LogRecorder): Promise<Map<string, RecordHeader>> {
  const found = new Map<string, RecordHeader>();
  let cursor: string | undefined;
  do {
    const page = await recorder.pageRecords({ limit: 1000, cursor });
    for (const header of page.records) found.set(header.id, header);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}

interface Found {
  acknowledged: number;
  unknown: number;
  torn: number;
}

/** Kills a writer on one folder again and again, and looks after each kill at what is there. */
async function crash(folder: string, times: number): Promise<Found> {
  const intents = new Set<string>();
  const outcomes = new Set<string>();
  const found = { acknowledged: 0, unknown: 0, torn: 0 };
  for (let kill = 0; kill < times; kill += 1) {
    for (const line of await runAndKill(folder, 20 + Math.random() * 600, deep ? enough / kills : 0)) {
      const [kind, id] = line.split(' ') as [string, string];
      (kind === 'intent' ? intents : outcomes).add(id);
    }
    const recorder = await openTestRecorder(folder, { evidence: testEvidence() });
    const records = await allRecords(recorder);
    const lost = [...intents, ...outcomes].filter((id) => !records.has(id));
    assert.deepEqual(lost, [], `lost after kill ${kill + 1}`);
    for (const id of outcomes) assert.equal(records.get(id)?.outcome, 'delivered', id);
    // An intent whose outcome was not acknowledged shows as unknown, unless that outcome just reached the disk.
    for (const id of intents) {
      const header = records.get(id);
      if (!outcomes.has(id))
        assert.equal(header?.outcome, header?.kind === 'intent' ? 'unknown' : 'delivered', id);
    }
    found.unknown = [...records.values()].filter(({ outcome }) => outcome === 'unknown').length;
    found.torn += recorder.report.torn === undefined ? 0 : 1;
    assert.deepEqual([recorder.report.unknownOutcomes, recorder.report.lost], [found.unknown, 0]);
    const sample = [...outcomes].at(-1);
    if (sample !== undefined) {
      const told = (await recorder.getRecord(sample))?.parts.response?.toString();
      assert.ok(told?.startsWith(`answer to ${sample}`));
    }
    await recorder.close();
  }
  const verified = await verifyRecords(folder, testMasterKey);
  assert.equal(verified.ok, true, verified.text);
  // Never two checkpoints of one size that differ, through all kills.
  const { checkpoints } = parseCheckpoints(readFileSync(join(folder, 'evidence', 'checkpoints'), 'utf8'));
  const texts = new Set(checkpoints.map(({ note }) => note.text));
  assert.equal(new Set(checkpoints.map(({ size }) => size)).size, texts.size);
  assert.ok(texts.size > times);
  return { ...found, acknowledged: intents.size + outcomes.size };
}

test(`invariants 4 and 11: ${kills} times kill -9 with many writers, and no acknowledged record is missing`, async (t) => {
  const total = { acknowledged: 0, unknown: 0, torn: 0 };
  // Now and then no kill falls between an intent and its outcome: then there are more.
  for (let done = 0; done < kills || (total.unknown === 0 && done < 4 * kills); done += 5) {
    const { acknowledged, unknown, torn } = await crash(temporaryFolder(t), 5);
    total.acknowledged += acknowledged;
    total.unknown += unknown;
    total.torn += torn;
  }
  assert.ok(total.acknowledged > enough, `${total.acknowledged} records were acknowledged`);
  assert.ok(total.unknown > 0, 'some operation was killed between its intent and its outcome');
  t.diagnostic(
    `${kills} kills, ${total.acknowledged} acknowledged, 0 lost, ${total.torn} torn tails, ${total.unknown} unknown outcomes`,
  );
});
