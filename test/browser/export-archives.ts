import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { OpenDemo } from '@vectorgate/demo';
import { commandLinePerson } from '../harness/command-line-person.ts';
import { brokenAnswer, hostileAnswer } from './hostile-answers.ts';
import { hostileName } from './hostile-name.ts';
import { recordSession } from './record-session.ts';

/** What the view of each file that is no good archive says, by its name. */
export const badArchives: readonly (readonly [name: string, words: string | RegExp])[] = [
  ['text', 'It is no database.'],
  ['foreign', 'It is a database of something else.'],
  ['newer', 'Update VectorGate to open it.'],
  ['short', /^the file is cut short: [\d,]+ bytes are gone from its end/],
  ['unreadable', /^record \d+, id \w{26}: /],
];

/** Archives that lie in a folder. */
export interface Archives {
  /** Id of the record that was altered in `altered.vgsession`. */
  readonly altered: string;
}

/**
 * Records a session of Ana's, has Rita export it (`good.vgsession`) and Ana herself (`own`), and lays beside them what may
 * become of an archive: `altered` (one answer), `hostile` (names that are markup), `answers` (hostile ones, of 50 MB, and of no UTF-8), `unreadable` (one header), `short` (cut), `newer` (a later format), `foreign` (another database), `text` (no database).
 */
export async function exportArchives(demo: OpenDemo, into: string): Promise<Archives> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-exports-'));
  try {
    return await makeArchives(demo, folder, into);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeArchives(demo: OpenDemo, folder: string, into: string): Promise<Archives> {
  await recordSession(demo, folder);
  const path = (name: string): string => join(into, `${name}.vgsession`);
  const exported = async (login: string, name: string, ...more: readonly string[]): Promise<Buffer> => {
    const person = await commandLinePerson(demo.controlUrl, login, await mkdtemp(join(folder, 'export-')));
    try {
      const { code, err } = await person.run(
        ...['sessions', 'export', '--query', 'who:ana', '--bodies', 'all', '--output', path(name)],
        ...more,
      );
      if (code !== 0) throw new Error(`nothing was exported: ${err}`);
      return await readFile(path(name));
    } finally {
      await person.signOut();
    }
  };
  const [good, own] = await Promise.all([exported('rita', 'good', '--all'), exported('ana', 'own')]);
  const changed = async (name: string, change: (database: DatabaseSync) => void): Promise<void> => {
    await writeFile(path(name), own);
    const database = new DatabaseSync(path(name));
    try {
      change(database);
    } finally {
      database.close();
    }
  };
  let altered = '';
  await changed('altered', (database) => {
    const [row] = database
      .prepare(
        'SELECT records.id AS id, parts.key AS key FROM parts JOIN records ON records.number = parts.key / 8 WHERE parts.key % 8 = 3 AND parts.salt IS NOT NULL AND instr(CAST(parts.body AS TEXT), ?) > 0',
      )
      .all('CASE-') as { id: string; key: number }[];
    if (row === undefined) throw new Error('no answer holds a case');
    altered = row.id;
    database
      .prepare(
        "UPDATE parts SET body = CAST(replace(CAST(body AS TEXT), 'CASE-', 'FAKE-') AS BLOB) WHERE key = ?",
      )
      .run(row.key);
  });
  await changed('hostile', (database) => {
    const named = (text: string): string => `replace(replace(${text}, ?1, ?3), ?2, ?3)`;
    for (const change of [
      `UPDATE records SET header = CAST(${named('CAST(header AS TEXT)')} AS BLOB)`,
      `UPDATE sessions SET summary = ${named('summary')}`,
    ])
      database.prepare(change).run('"Ana Ruiz"', '"customer-cases"', JSON.stringify(hostileName));
  });
  await changed('answers', (database) => {
    const answer = (operation: string, body: Uint8Array | string): void => {
      const [row] = database
        .prepare(
          'SELECT parts.key AS key FROM parts JOIN records ON records.number = parts.key / 8 WHERE parts.key % 8 = 3 AND parts.salt IS NOT NULL AND instr(CAST(records.header AS TEXT), ?) > 0 ORDER BY parts.key',
        )
        .all(operation) as { key: number }[];
      if (row === undefined) throw new Error(`no ${operation} was answered`);
      database
        .prepare('UPDATE parts SET body = ? WHERE key = ?')
        .run(typeof body === 'string' ? Buffer.from(body) : body, row.key);
    };
    answer('"collection_query"', hostileAnswer());
    answer('"collection_get"', brokenAnswer());
  });
  await changed('unreadable', (database) =>
    database.exec("UPDATE records SET header = x'7b' WHERE number = (SELECT max(number) FROM records)"),
  );
  await changed('newer', (database) => database.exec('PRAGMA user_version = 3'));
  await writeFile(path('short'), good.subarray(0, Math.floor(good.length * 0.6)));
  const foreign = new DatabaseSync(path('foreign'));
  foreign.exec('CREATE TABLE songs (title TEXT)');
  foreign.close();
  await writeFile(path('text'), 'These are my notes on the sessions of last week.\n'.repeat(40));
  return { altered };
}
