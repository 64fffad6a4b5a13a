import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { dropSearch, keepSearch } from './kept-search.ts';
import { readSavedSearches, savedSearchesFile, writeSavedSearches } from './saved-searches.ts';

const present = process.env.XDG_CONFIG_HOME;
let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'vectorgate-searches-'));
  process.env.XDG_CONFIG_HOME = folder;
});
after(() => {
  if (present === undefined) delete process.env.XDG_CONFIG_HOME;
  else process.env.XDG_CONFIG_HOME = present;
  rmSync(folder, { recursive: true });
});

test('a search is kept as it is written, under a name that fits, and dropped', async () => {
  assert.equal(await keepSearch('@refused', ' effect:deny since:7d'), 'refused');
  await keepSearch('slow', 'latency:>5s');
  assert.deepEqual(await readSavedSearches(), { refused: 'effect:deny since:7d', slow: 'latency:>5s' });
  for (const name of ['Not so', '', 'a'.repeat(41), '-a', '../a'])
    await assert.rejects(keepSearch(name, 'effect:deny'), { code: 'name-unfit', exitCode: 2 });
  await assert.rejects(keepSearch('all', ' '), { code: 'name-unfit' });
  assert.equal(await dropSearch('slow'), 'slow');
  await assert.rejects(dropSearch('slow'), { code: 'not-found', message: 'No search is kept as @slow.' });
  await dropSearch('@refused');
  assert.deepEqual(await readSavedSearches(), {});
});

test('searches are kept for their owner alone, in a file that a person can read', async () => {
  await writeSavedSearches({ refused: 'effect:deny' });
  assert.deepEqual(await readSavedSearches(), { refused: 'effect:deny' });
  assert.equal(statSync(savedSearchesFile()).mode & 0o777, 0o600);
  assert.match(readFileSync(savedSearchesFile(), 'utf8'), /\n {4}"refused": "effect:deny"\n/);
});

test('a file that holds something else is told with its place, and is not overwritten by reading', async () => {
  for (const text of ['', '{', '[]', '{"searches":[1]}', '{"searches":{"a":1}}', '{"other":{}}']) {
    writeFileSync(savedSearchesFile(), text);
    await assert.rejects(readSavedSearches(), {
      code: 'searches-unreadable',
      message: /searches\.json cannot be read/,
    });
    assert.equal(readFileSync(savedSearchesFile(), 'utf8'), text);
  }
});
