import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { ArchiveWriter } from './archive-writer.ts';
import { type MaskedField, mostListCharacters } from './archived-mask.ts';

test('a list of masks that is longer than readers take is not written, and none leaves the archive of version 1', () => {
  const bytes = new Uint8Array(32);
  const written = (...lists: readonly (readonly MaskedField[])[]) => {
    const database = new DatabaseSync(':memory:');
    const writer = new ArchiveWriter(database, 'checkpoint', []);
    for (const [number, list] of lists.entries()) {
      const value = { id: `id${number}`, session: 's', kind: 'outcome', time: '2026-11-30T12:00:00.000Z' };
      writer.record({ number, header: bytes, value, leaf: bytes, exact: true, proof: [] });
      writer.part('response', undefined, bytes, bytes);
      writer.masked('response', list);
    }
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE name = 'masked'").all();
    return tables.length === 0 ? undefined : database.prepare('SELECT key, list FROM masked').all();
  };
  const short = [{ field: 'email', method: 'hash' }];
  const long = [{ field: 'x'.repeat(mostListCharacters), method: 'hash' }];
  assert.equal(written(long), undefined);
  assert.deepEqual(
    written(short, long)?.map(({ key, list }) => [key, list]),
    [[3, '[{"field":"email","method":"hash"}]']],
  );
});
