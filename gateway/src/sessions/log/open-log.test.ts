import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { segmentHeadBytes } from '@vectorgate/policy-schema/evidence';
import { pino } from 'pino';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { writeTestLog } from '../testing/write-test-log.ts';
import { type KnownDurable, type OpenedLog, openLog } from './open-log.ts';
import { segmentName } from './segment-files.ts';

const nothing: KnownDurable = { sequence: 0, segment: 0, durable: 0 };
const logged: string[] = [];
const logger = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });

/** Opens the log in `folder`. Also returns the texts of the records that were read. */
async function open(folder: string, known = nothing): Promise<OpenedLog & { records: string[] }> {
  const records: string[] = [];
  const options = { folder, kept: join(folder, 'torn'), from: 1, known, logger };
  const opened = await openLog(
    options,
    ({ record }) => records.push(record.toString()),
    () => {},
  );
  return { ...opened, records };
}

const first = (folder: string): string => join(folder, segmentName(1));
const contents = (folder: string): Map<string, Buffer> =>
  new Map(
    readdirSync(folder)
      .filter((name) => name !== 'torn')
      .map((name) => [name, readFileSync(join(folder, name))]),
  );

async function refused(
  folder: string,
  expected: { code: string; segment: string; offset?: number },
  known = nothing,
): Promise<void> {
  const before = contents(folder);
  await assert.rejects(
    open(folder, known),
    (error: Error & { code: string; detail: Record<string, unknown> }) => {
      assert.equal(error.code, expected.code);
      assert.match(error.message, /Nothing was changed/);
      if (expected.code === 'records-damaged') {
        assert.equal(error.detail.segment, expected.segment);
        assert.match(error.message, new RegExp(`${expected.segment}, byte ${error.detail.offset}`));
        if (expected.offset !== undefined) assert.equal(error.detail.offset, expected.offset);
      }
      return true;
    },
  );
  assert.deepEqual(contents(folder), before);
}

for (const [how, tear] of [
  ['is missing', (whole: Buffer, at: number) => whole.subarray(0, at)],
  [
    'was never written and reads as zeros',
    (whole: Buffer, at: number) => Buffer.concat([whole.subarray(0, at), Buffer.alloc(whole.length - at)]),
  ],
  [
    'reads as something else',
    (whole: Buffer, at: number) =>
      Buffer.concat([whole.subarray(0, at), whole.subarray(at).map((byte) => byte ^ 0x5a)]),
  ],
] as const) {
  test(`a torn tail is cut, kept and reported, wherever in the last record it begins: the rest ${how}`, async (t) => {
    const folder = temporaryFolder(t);
    const placed = await writeTestLog(folder, [1, 1, 1]);
    const whole = readFileSync(first(folder));
    const last = placed[2]!.offset;
    for (let at = last + 1; at < whole.length; at += 1) {
      rmSync(join(folder, 'torn'), { recursive: true, force: true });
      const torn = tear(whole, at);
      if (torn.equals(whole)) continue;
      writeFileSync(first(folder), torn);
      logged.length = 0;
      const opened = await open(folder);
      assert.equal(opened.position.sequence, 2, `byte ${at}`);
      assert.deepEqual(
        [opened.torn?.segment, opened.torn?.offset, opened.torn?.bytes],
        [segmentName(1), last, torn.length - last],
      );
      assert.deepEqual(readFileSync(opened.torn!.kept), torn.subarray(last));
      assert.deepEqual(readFileSync(first(folder)), whole.subarray(0, last));
      assert.match(logged.join(''), /torn by a crash/);
    }
    await writeTestLog(folder, [2]);
    const after = await open(folder);
    assert.equal(after.torn, undefined);
    assert.deepEqual(
      after.records.map((text) => text.slice(4).replaceAll('.', '')),
      ['record 0', 'record 1', 'record 2', 'record 3'],
    );
  });
}

test('a batch that reached the disk in part is cut from its first missing record on', async (t) => {
  const folder = temporaryFolder(t);
  const placed = await writeTestLog(folder, [2, 5]);
  const bytes = readFileSync(first(folder));
  bytes.fill(0, placed[3]!.offset, placed[4]!.offset);
  writeFileSync(first(folder), bytes);
  const opened = await open(folder);
  assert.equal(opened.position.sequence, 3);
  assert.equal(opened.torn?.bytes, bytes.length - placed[3]!.offset);
});

test('the same gap is damage when the index knows that the batch was durable', async (t) => {
  const folder = temporaryFolder(t);
  const placed = await writeTestLog(folder, [2, 5]);
  const bytes = readFileSync(first(folder));
  bytes.fill(0, placed[3]!.offset, placed[4]!.offset);
  writeFileSync(first(folder), bytes);
  const known = { sequence: 7, segment: 1, durable: bytes.length };
  await refused(
    folder,
    { code: 'records-damaged', segment: segmentName(1), offset: placed[3]!.offset },
    known,
  );
});

test('a flipped byte in any record but the last is damage: refused with its place, and nothing is changed', async (t) => {
  const folder = temporaryFolder(t);
  const placed = await writeTestLog(folder, [1, 1, 1, 1]);
  const whole = readFileSync(first(folder));
  for (let at = segmentHeadBytes; at < placed[3]!.offset; at += 1) {
    const changed = Buffer.from(whole);
    changed[at]! ^= 1 << (at % 8);
    writeFileSync(first(folder), changed);
    const offset = placed.findLast((place) => place.offset <= at)!.offset;
    await refused(folder, { code: 'records-damaged', segment: segmentName(1), offset });
  }
});

test('a flipped byte in the header of a segment with records is damage', async (t) => {
  const folder = temporaryFolder(t);
  await writeTestLog(folder, [1, 1]);
  const whole = readFileSync(first(folder));
  for (let at = 0; at < segmentHeadBytes; at += 1) {
    const changed = Buffer.from(whole);
    changed[at]! ^= 0x10;
    writeFileSync(first(folder), changed);
    await refused(folder, { code: 'records-damaged', segment: segmentName(1), offset: 0 });
  }
});

test('a segment whose making was interrupted is taken away, at every length, and the log goes on before it', async (t) => {
  const folder = temporaryFolder(t);
  await writeTestLog(folder, [1, 1, 1], 150);
  const second = join(folder, segmentName(2));
  const header = readFileSync(second).subarray(0, segmentHeadBytes);
  const end = readFileSync(first(folder)).length;
  for (let length = 0; length < segmentHeadBytes; length += 1) {
    writeFileSync(second, header.subarray(0, length));
    const { position, torn } = await open(folder);
    assert.deepEqual([position.segment, position.offset, position.sequence], [1, end, 2]);
    assert.deepEqual([torn?.segment, torn?.bytes], [segmentName(2), length]);
    assert.deepEqual(readdirSync(folder).sort(), [segmentName(1), 'torn']);
  }
  await writeTestLog(folder, [1], 150);
  assert.equal((await open(folder)).position.sequence, 3);
});

test('damage, gaps and swaps in older segments are refused', async (t) => {
  const folder = temporaryFolder(t);
  await writeTestLog(folder, Array(8).fill(1), 150);
  const good = join(folder, 'good');
  mkdirSync(good);
  const names = [1, 2, 3, 4].map(segmentName);
  for (const name of names) renameSync(join(folder, name), join(good, name));
  const cases: [string, number, (at: (number: number) => string) => void][] = [
    ['the end of an older segment is cut', 2, (at) => truncateSync(at(2), readFileSync(at(2)).length - 1)],
    [
      'a whole record at the end of an older segment is cut',
      3,
      (at) => truncateSync(at(2), readFileSync(at(2)).length - 68),
    ],
    ['a segment is missing', 3, (at) => rmSync(at(2))],
    ['the first segment is missing', 2, (at) => rmSync(at(1))],
    ['an old segment stands in the place of another', 3, (at) => cpSync(at(2), at(3))],
    ['the last is an older one again', 4, (at) => cpSync(at(2), at(4))],
    [
      'two segments are swapped',
      2,
      (at) => {
        cpSync(at(2), at(9));
        cpSync(at(3), at(2));
        renameSync(at(9), at(3));
      },
    ],
  ];
  for (const [what, number, change] of cases) {
    await t.test(what, async () => {
      const copy = join(folder, 'copy');
      rmSync(copy, { recursive: true, force: true });
      cpSync(good, copy, { recursive: true });
      change((n) => join(copy, segmentName(n)));
      await refused(copy, { code: 'records-damaged', segment: segmentName(number) });
    });
  }
});

test('the last segments gone, which the index knows, are not begun anew', async (t) => {
  const folder = temporaryFolder(t);
  await writeTestLog(folder, Array(8).fill(1), 150);
  rmSync(join(folder, segmentName(4)));
  const known = { sequence: 8, segment: 4, durable: 200 };
  await refused(folder, { code: 'records-missing', segment: segmentName(4) }, known);
});

test('two whole records that changed places are damage, not a torn tail', async (t) => {
  const folder = temporaryFolder(t);
  const placed = await writeTestLog(folder, [1, 1, 1]);
  const bytes = readFileSync(first(folder));
  const [, second, third] = placed.map(({ offset, length }) =>
    Buffer.from(bytes.subarray(offset, offset + length)),
  );
  writeFileSync(first(folder), Buffer.concat([bytes.subarray(0, placed[1]!.offset), third!, second!]));
  await refused(folder, { code: 'records-damaged', segment: segmentName(1), offset: placed[1]!.offset });
});
