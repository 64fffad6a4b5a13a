import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { databaseRows } from '../testing/database-rows.ts';
import { Random } from '../testing/random.ts';
import { archivedNumbers, archiveSigner, testArchive } from '../testing/test-archive.ts';
import { maskedTable } from './archive-schema.ts';
import { openArchive, verifyArchive, withoutShortfall } from './index.ts';

const count = process.env.VECTORGATE_TEST_DEEP === '1' ? 10_000 : 168;

const folder = mkdtempSync(join(tmpdir(), 'vectorgate-archive-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'changed.vgsession');

/** Everything that the reader of an archive can be shown, as one text. */
async function visible(database: DatabaseSync): Promise<string> {
  const archive = await openArchive(databaseRows(database));
  const steps = await archive.steps();
  const records = [];
  for (const step of steps)
    records.push([await archive.record(step.header.id), (await archive.maskedAgain(step)) ?? null]);
  const bytes = (_: string, value: unknown): unknown =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
  return JSON.stringify(
    [
      archive.manifest,
      await archive.sessions(),
      await archive.places(),
      steps,
      records,
      await archive.policies(),
    ],
    bytes,
  );
}

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const columns: Readonly<Record<string, readonly string[]>> = {
  archive: ['manifest', 'signature', 'checkpoint'],
  keys: ['key'],
  sessions: ['summary'],
  records: ['id', 'session', 'kind', 'header', 'leaf', 'proof'],
  parts: ['salt', 'body'],
  withheld: ['reason'],
  policies: ['revision', 'path', 'text'],
  masked: ['list'],
};

/** Those of its version. */
const tablesOf = (database: DatabaseSync): readonly string[] =>
  database
    .prepare('SELECT name FROM sqlite_schema')
    .all()
    .map(({ name }) => String(name));

/** By SQLite itself, as somebody would who knows the format. */
const bySql =
  (statement: (random: Random, database: DatabaseSync) => string): Mutation =>
  (bytes, random) => {
    writeFileSync(path, bytes);
    const database = new DatabaseSync(path);
    database.exec('PRAGMA journal_mode = OFF; PRAGMA ignore_check_constraints = ON');
    database.exec(statement(random, database));
    database.close();
    return new Uint8Array(readFileSync(path));
  };

const aRow = (random: Random, database: DatabaseSync, table: string): number => {
  const rows = database.prepare(`SELECT rowid AS number FROM ${table}`).all();
  return Number(random.one(rows).number);
};

const mutations: Readonly<Record<string, Mutation>> = {
  'a bit flipped': (bytes, random) => {
    const changed = bytes.slice();
    changed[random.below(changed.length)]! ^= 1 << random.below(8);
    return changed;
  },
  'a run of bytes overwritten': (bytes, random) => {
    const changed = bytes.slice();
    const at = random.below(changed.length);
    for (let n = 0; n < 1 + random.below(40) && at + n < changed.length; n += 1)
      changed[at + n] = random.below(256);
    return changed;
  },
  'two pages swapped': (bytes, random) => {
    const changed = bytes.slice();
    const pages = bytes.length / 1024;
    const [a, b] = [random.below(pages) * 1024, random.below(pages) * 1024];
    changed.set(bytes.subarray(a, a + 1024), b);
    changed.set(bytes.subarray(b, b + 1024), a);
    return changed;
  },
  'cut short': (bytes, random) => withoutShortfall(bytes.slice(0, 100 + random.below(bytes.length - 100))),
  'a value changed': bySql((random, database) => {
    const table = random.one(tablesOf(database));
    const column = random.one(columns[table]!);
    const row = aRow(random, database, table);
    const at = `FROM ${table} WHERE rowid = ${row}`;
    const { type, length } = database
      .prepare(`SELECT typeof(${column}) AS type, length(${column}) AS length ${at}`)
      .get() as { type: string; length: number };
    if (type === 'null') return `UPDATE ${table} SET ${column} = x'00' WHERE rowid = ${row}`;
    const place = 1 + random.below(Math.max(1, Number(length)));
    const cast = type === 'blob' ? 'BLOB' : 'TEXT';
    const one =
      type === 'blob'
        ? `x'${random.below(256).toString(16).padStart(2, '0')}'`
        : `char(${65 + random.below(26)})`;
    return `UPDATE ${table} SET ${column} =
      CAST(substr(${column}, 1, ${place - 1}) || ${one} || substr(${column}, ${place + 1}) AS ${cast}) WHERE rowid = ${row}`;
  }),
  'a row deleted': bySql((random, database) => {
    const table = random.one(tablesOf(database));
    return `DELETE FROM ${table} WHERE rowid = ${aRow(random, database, table)}`;
  }),
  'a row put in': bySql((random, database) => {
    const table = random.one(tablesOf(database));
    const row = aRow(random, database, table);
    const all = ['999', ...columns[table]!].join(', ');
    return `INSERT INTO ${table} SELECT ${all} FROM ${table} WHERE rowid = ${row}`;
  }),
  'two values swapped': bySql((random, database) => {
    const table = random.one(tablesOf(database).filter((name) => name !== 'archive' && name !== 'withheld'));
    const column = random.one(columns[table]!.filter((name) => name !== 'leaf' && name !== 'salt'));
    const [a, b] = [aRow(random, database, table), aRow(random, database, table)];
    return `CREATE TEMP TABLE held AS SELECT ${column} AS a FROM ${table} WHERE rowid = ${a};
      UPDATE ${table} SET ${column} = (SELECT ${column} FROM ${table} WHERE rowid = ${b}) WHERE rowid = ${a};
      UPDATE ${table} SET ${column} = (SELECT a FROM held) WHERE rowid = ${b}`;
  }),
  'a record taken away with all that is its own': bySql((random, database) => {
    const number = random.one(archivedNumbers);
    const own = ['parts', 'withheld', 'masked'].filter((name) => tablesOf(database).includes(name));
    return `DELETE FROM records WHERE number = ${number};
      ${own.map((table) => `DELETE FROM ${table} WHERE key / 8 = ${number}`).join(';')}`;
  }),
  'a record moved': bySql(
    (random) =>
      `UPDATE records SET number = ${100 + random.below(9)} WHERE number = ${random.one(archivedNumbers)}`,
  ),
  'a view in place of a table': bySql((random, database) => {
    const table = random.one(tablesOf(database));
    return `ALTER TABLE ${table} RENAME TO other; CREATE VIEW ${table} AS SELECT * FROM other`;
  }),
  'another version, with the tables of it': bySql((_random, database) =>
    tablesOf(database).includes('masked')
      ? 'DROP TABLE masked; PRAGMA user_version = 1'
      : `${maskedTable}; PRAGMA user_version = 2`,
  ),
};

test(`invariant 11: ${count} random changes of an archive are found, or change nothing that anybody is shown`, async (t) => {
  const versions: { readonly honest: Uint8Array; readonly before: string }[] = [];
  for (const format of [1, 2] as const) {
    const honest = testArchive({ format });
    writeFileSync(path, honest);
    const original = new DatabaseSync(path, { readOnly: true });
    versions.push({ honest, before: await visible(original) });
    original.close();
  }
  const kinds = Object.entries(mutations);
  const tally = { found: 0, harmless: 0, refused: 0 };
  for (let n = 0; n < count; n += 1) {
    const [kind, mutate] = kinds[n % kinds.length]!;
    const { honest, before } = versions[Math.floor(n / kinds.length) % versions.length]!;
    const changed = mutate(honest, new Random(n));
    writeFileSync(path, changed);
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(path, { readOnly: true });
      const report = await verifyArchive(databaseRows(database), { keys: [archiveSigner.key] });
      if (!report.ok) {
        assert.ok(report.problems.every(({ reason }) => reason !== ''));
        tally.found += 1;
        continue;
      }
      // Nobody is told that all is well and shown another thing.
      assert.equal(await visible(database), before, `${kind}, seed ${n}`);
      tally.harmless += 1;
    } catch (error) {
      // It does not open, and so shows nothing to anybody.
      assert.match(
        String((error as { code?: string }).code),
        /^archive-|^ERR_SQLITE_ERROR$/,
        `${kind}, seed ${n}: ${error}`,
      );
      tally.refused += 1;
    } finally {
      database?.close();
    }
  }
  assert.ok(tally.found > count / 2, JSON.stringify(tally));
  t.diagnostic(
    `${count} changes: ${tally.found} found, ${tally.refused} no archive any more, ${tally.harmless} in bytes that are shown to nobody`,
  );
});
