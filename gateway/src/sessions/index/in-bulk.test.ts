import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { pino } from 'pino';
import type { RecordDraft } from '../record.ts';
import { chunkPlaces } from '../search/chunk-places.ts';
import { makeSearchIndex } from '../testing/make-search-index.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { indexEntry } from './index-entry.ts';
import { RecordIndex } from './record-index.ts';

const logger = pino({ level: 'silent' });
const count = chunkPlaces + 300;

function* drafts(): Generator<RecordDraft> {
  for (let number = 0; number < count; number += 1)
    yield draftOf(testUlid(number), {
      subject: `person-${number % 70}`,
      session: testUlid(1_000_000 + (number % 900)),
      client: `kernel-${number % 900}`,
      connection: number % 3 === 0 ? 'insights' : 'support',
      effect: number % 7 === 0 ? 'deny' : 'allow',
      masked: number % 5 === 0,
    });
}

function fill(index: RecordIndex): void {
  let sequence = 0;
  for (const { header } of drafts()) {
    index.add(
      indexEntry(header, 5, {
        sequence,
        segment: 1,
        offset: 9 * sequence,
        length: 9,
        chain: Buffer.alloc(32),
      }),
    );
    sequence += 1;
  }
}

/** What a table of an index holds. Rows of the newest chunk come in one piece or in several. */
function rowsOf(path: string, table: string): unknown[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare(`SELECT * FROM ${table}`).all();
  database.close();
  if (table !== 'recent') return rows;
  return [Buffer.concat(rows.map((row) => row.rows as Uint8Array)).toString('hex')];
}

test('what is written in bulk, and what is made for searches alone, is what is written step by step', async (t) => {
  const folder = temporaryFolder(t);
  const paths = ['steps', 'bulk', 'search'].map((name) => `${folder}/${name}.sqlite`);
  const [steps, bulk, search] = paths as [string, string, string];
  const inSteps = new RecordIndex(steps, logger);
  fill(inSteps);
  inSteps.close();
  const inBulk = new RecordIndex(bulk, logger);
  await inBulk.inBulk(async () => fill(inBulk));
  assert.equal(inBulk.progress().sequence, count);
  inBulk.close();
  makeSearchIndex(search, drafts());
  for (const table of ['records', 'sessions', 'session_places', 'progress'])
    assert.deepEqual(rowsOf(bulk, table), rowsOf(steps, table), table);
  for (const table of ['identities', 'terms', 'tuples', 'tuple_ids', 'amounts', 'recent'])
    for (const path of [bulk, search]) assert.deepEqual(rowsOf(path, table), rowsOf(steps, table), table);
  const known = 'no, id, identity, connection, store, client FROM sessions';
  const sessionsOf = (path: string): unknown[] => {
    const database = new DatabaseSync(path, { readOnly: true });
    const rows = database.prepare(`SELECT ${known}`).all();
    database.close();
    return rows;
  };
  assert.deepEqual(sessionsOf(search), sessionsOf(steps));
});
