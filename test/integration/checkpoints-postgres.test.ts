import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parseVerifierKey, verifyEvidence } from '@vectorgate/policy-schema/evidence';
import { folderRecords } from '@vectorgate/policy-schema/folder-records';
import { Client } from 'pg';
import { openTestRecorder, testEvidence } from '../../gateway/src/sessions/testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../../gateway/src/sessions/testing/record-drafts.ts';
import { type RunningPostgres, startPostgres } from '../harness/postgres.ts';
import { until } from '../harness/until.ts';

const docs = readFileSync(new URL('../../docs/evidence.md', import.meta.url), 'utf8');
/** What whoever runs the database is told to do. */
const tables = /```sql\n([\s\S]*?)```/.exec(docs)![1]!;
const password = 'a password of your own';

let postgres: RunningPostgres;
let base: string;
let url: string;

before(async () => {
  base = mkdtempSync(join(tmpdir(), 'vectorgate-checkpoints-'));
  postgres = await startPostgres();
  url = postgres.url('vectorgate', encodeURIComponent(password));
});
after(async () => {
  await postgres?.close();
  rmSync(base, { recursive: true, force: true });
});

const open = (folder: string, options: Parameters<typeof testEvidence>[0] = {}) =>
  openTestRecorder(folder, { evidence: testEvidence({ publish: { postgres: url }, ...options }) });

async function run(folder: string, from: number, to: number): Promise<void> {
  const recorder = await open(folder);
  for (let n = from; n < to; n += 1) await recorder.append(draftOf(testUlid(n)));
  await recorder.close();
}

const keyText = (folder: string): string => readFileSync(join(folder, 'evidence', 'keys'), 'utf8');
/** A table as `psql -At` prints it. */
const printed = async (text: string): Promise<string> =>
  (await postgres.sql(text)).map((row) => `${Object.values(row)[0]}\n`).join('');
const notes = (origin: string): Promise<string> =>
  printed(`SELECT note FROM vectorgate_checkpoints WHERE origin = '${origin}' ORDER BY id`);

test('a gateway does not start before the tables are there, nor with a role that could rewrite them', async () => {
  const folder = join(base, 'early');
  await postgres.sql(`CREATE ROLE vectorgate LOGIN PASSWORD '${password}'`);
  await assert.rejects(open(folder), {
    code: 'checkpoints-unpublished',
    message: /published to postgres:\/\/127\.0\.0\.1:\d+\/postgres: a table is not there\. Make the tables/,
  });
  await postgres.sql('DROP ROLE vectorgate');
  await postgres.sql(tables);
  await postgres.sql('REVOKE INSERT ON vectorgate_checkpoint_keys FROM vectorgate');
  await assert.rejects(open(folder), {
    message: /its role may not read vectorgate_checkpoint_keys and add to it/,
  });
  await postgres.sql('GRANT INSERT ON vectorgate_checkpoint_keys TO vectorgate');
  for (const right of ['UPDATE', 'DELETE', 'TRUNCATE']) {
    await postgres.sql(`GRANT ${right} ON vectorgate_checkpoints TO vectorgate`);
    await assert.rejects(
      open(folder),
      { message: /may change or remove what is in vectorgate_checkpoints/ },
      right,
    );
    await postgres.sql(`REVOKE ${right} ON vectorgate_checkpoints FROM vectorgate`);
  }
  const wrong = { postgres: postgres.url('vectorgate', 'another') };
  const refused = await open(folder, { publish: wrong }).catch((error: Error) => error);
  assert.match(String(refused), /takes the password of its role no more/);
  assert.doesNotMatch(String(refused), /another/);
});

test('invariant 11: what was published to the database holds against records that were rolled back', async () => {
  const folder = join(base, 'records');
  await run(folder, 0, 5);
  const copy = join(base, 'copy');
  cpSync(folder, copy, { recursive: true });
  await run(folder, 5, 9);
  const key = parseVerifierKey(keyText(folder).trim())!;
  assert.equal(await notes(key.name), readFileSync(join(folder, 'evidence', 'checkpoints'), 'utf8'));
  assert.equal(
    await printed(`SELECT key FROM vectorgate_checkpoint_keys WHERE origin = '${key.name}' ORDER BY id`),
    keyText(folder),
  );
  await assert.rejects(open(copy), {
    code: 'records-rolled-back',
    message: /has 5 records, and a checkpoint in postgres:\/\/127\.0\.0\.1:\d+\/postgres was signed for 9/,
  });
  const published = [await notes(key.name)];
  const verify = (path: string) => verifyEvidence(folderRecords(path), { keys: [key], published });
  assert.deepEqual([(await verify(folder)).ok, (await verify(folder)).signed], [true, 9]);
  assert.deepEqual(
    (await verify(copy)).problems.map(({ code }) => code),
    ['checkpoints-missing', 'rolled-back'],
  );
});

test('the role of the gateway can change and remove nothing', async () => {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const text of [
    "UPDATE vectorgate_checkpoints SET note = 'x'",
    'DELETE FROM vectorgate_checkpoints',
    'TRUNCATE vectorgate_checkpoint_keys',
    'DROP TABLE vectorgate_checkpoints',
  ])
    await assert.rejects(client.query(text), { code: '42501' }, text);
  await client.end();
});

test('while the database is away recording goes on, and all is published once it is back', async () => {
  const folder = join(base, 'away');
  const recorder = await open(folder, { everyRecords: 1, everySeconds: 0.1 });
  await recorder.append(draftOf(testUlid(0)));
  await until('the first is published', () => recorder.evidence()?.published === 1);
  await postgres.stop();
  await recorder.append(draftOf(testUlid(1)));
  await until('it is told', () => recorder.evidence()?.ok === false);
  assert.match(recorder.evidence()?.reason ?? '', /the database (?:does not answer|ended the connection)/);
  await recorder.append(draftOf(testUlid(2)));
  await postgres.start();
  await until(
    'all is published',
    () => recorder.evidence()?.ok === true && recorder.evidence()?.published === 3,
  );
  await recorder.close();
  const origin = parseVerifierKey(keyText(folder).trim())!.name;
  assert.equal(await notes(origin), readFileSync(join(folder, 'evidence', 'checkpoints'), 'utf8'));
});
