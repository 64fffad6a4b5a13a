import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testUlid } from '../testing/record-drafts.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { masterKeyCheck } from './master-key-check.ts';
import { rewrapKeys } from './rewrap-keys.ts';
import { SessionKeys, unfinishedMark, wrappingKeyOf } from './session-keys.ts';
import { wrapKey } from './wrapped-key.ts';

const [old, next, other] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer];

test('keys of sessions are wrapped by another master key and stay what they are; forgotten ones stay forgotten', async (t) => {
  const folder = temporaryFolder(t);
  const keys = await SessionKeys.open(folder, old);
  const before = await Promise.all([7, 8, 9].map((n) => keys.obtain(testUlid(n))));
  await keys.destroy(testUlid(9));
  assert.equal(await rewrapKeys(folder, old, next), 2);
  await assert.rejects(SessionKeys.open(folder, old), { code: 'master-key-mismatch' });
  const after = await SessionKeys.open(folder, next);
  for (const [i, n] of [7, 8].entries()) assert.ok((await after.read(testUlid(n)))?.equals(before[i]!));
  assert.equal(await after.read(testUlid(9)), undefined);
  assert.ok(after.isForgotten(testUlid(9)));
  // Once more is no harm.
  assert.equal(await rewrapKeys(folder, old, next), 2);
});

test('an interrupted change opens for nobody, and is brought to its end by the same two keys only', async (t) => {
  const folder = temporaryFolder(t);
  const keys = await SessionKeys.open(folder, old);
  const before = await Promise.all([7, 8].map((n) => keys.obtain(testUlid(n))));
  // One key was wrapped anew, then the process was killed.
  const place = join(folder, testUlid(7).slice(0, 5));
  writeFileSync(join(place, testUlid(7)), wrapKey(before[0]!.export(), wrappingKeyOf(next), testUlid(7)));
  writeFileSync(join(folder, unfinishedMark), masterKeyCheck(next));
  for (const key of [old, next])
    await assert.rejects(SessionKeys.open(folder, key), {
      code: 'master-key-unfinished',
      message: /once more/,
    });
  for (const [from, to] of [
    [old, other],
    [other, next],
    [next, old],
  ] as const)
    await assert.rejects(rewrapKeys(folder, from, to), { code: 'master-key-mismatch' });
  assert.equal(await rewrapKeys(folder, old, next), 2);
  const after = await SessionKeys.open(folder, next);
  for (const [i, n] of [7, 8].entries()) assert.ok((await after.read(testUlid(n)))?.equals(before[i]!));
  assert.ok(!readdirSync(folder).includes(unfinishedMark));
});

test('a damaged key stops the change with its remedy, and without it the change goes on', async (t) => {
  const folder = temporaryFolder(t);
  const keys = await SessionKeys.open(folder, old);
  await Promise.all([7, 8].map((n) => keys.obtain(testUlid(n))));
  const path = join(folder, testUlid(8).slice(0, 5), testUlid(8));
  writeFileSync(path, Buffer.alloc(61));
  await assert.rejects(rewrapKeys(folder, old, next), {
    code: 'session-key-damaged',
    message: /or remove it/,
  });
  rmSync(path);
  assert.equal(await rewrapKeys(folder, old, next), 1);
});
