import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testUlid } from '../testing/record-drafts.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { SessionKeys } from './session-keys.ts';

const master = Buffer.alloc(32, 1);
const session = testUlid(7);

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

test('a session keeps its key across openings; another has another', async (t) => {
  const folder = temporaryFolder(t);
  const keys = await SessionKeys.open(folder, master);
  const [first, again, other] = await Promise.all([
    keys.obtain(session),
    keys.obtain(session),
    keys.obtain(testUlid(8)),
  ]);
  assert.equal(first.export().length, 32);
  assert.ok(first.equals(again));
  assert.ok(!first.equals(other));
  const later = await SessionKeys.open(folder, master);
  assert.ok((await later.obtain(session)).equals(first));
});

test('no data key and no master key lies in the folder in clear, and files are for their owner alone', async (t) => {
  const folder = temporaryFolder(t);
  const keys = await SessionKeys.open(folder, master);
  const bytes = (await keys.obtain(session)).export();
  for (const path of filesBelow(folder)) {
    const content = readFileSync(path);
    assert.equal(content.indexOf(bytes), -1);
    assert.equal(content.indexOf(master), -1);
    assert.equal(statSync(path).mode & 0o077, 0, path);
  }
});

test('another master key is refused before anything is written under it', async (t) => {
  const folder = temporaryFolder(t);
  await SessionKeys.open(folder, master);
  await assert.rejects(SessionKeys.open(folder, Buffer.alloc(32, 2)), { code: 'master-key-mismatch' });
});

test('a wrapped key opens no other session, and a damaged one is named', async (t) => {
  const folder = temporaryFolder(t);
  const keys = await SessionKeys.open(folder, master);
  await keys.obtain(session);
  await keys.obtain(testUlid(8));
  const path = (id: string): string => filesBelow(folder).find((file) => file.endsWith(id))!;
  writeFileSync(path(session), readFileSync(path(testUlid(8))));
  const later = await SessionKeys.open(folder, master);
  await assert.rejects(later.read(session), { code: 'session-key-damaged', message: new RegExp(session) });
});

test('a destroyed key is gone for good', async (t) => {
  const folder = temporaryFolder(t);
  const keys = await SessionKeys.open(folder, master);
  await keys.obtain(session);
  const wrapped = readFileSync(filesBelow(folder).find((file) => file.endsWith(session))!);
  await keys.destroy(session);
  assert.equal(await keys.read(session), undefined);
  assert.ok(keys.isForgotten(session));
  await assert.rejects(keys.obtain(session), { code: 'session-forgotten' });
  for (const path of filesBelow(folder)) assert.equal(readFileSync(path).indexOf(wrapped), -1);
});

test('a session that is no ULID never becomes a path', async (t) => {
  const keys = await SessionKeys.open(temporaryFolder(t), master);
  for (const bad of ['../../../../../../tmp/outside1', '', 'A', 'x'.repeat(26)]) {
    await assert.rejects(keys.obtain(bad), { code: 'record-malformed' });
  }
});
