import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { type ArchiveRow, openArchive } from '@vectorgate/policy-schema/archive';
import { openArchiveFile } from '@vectorgate/policy-schema/archive-file';
import { type CommandLinePerson, commandLinePerson } from '../harness/command-line-person.ts';
import { policyOf, reviewersLook } from '../harness/policies.ts';
import { runVectorgate } from '../harness/run-vectorgate.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

/* Records are taken away as somebody would, and verified on a machine that has nothing but the file and a public key. */

let world: World;
let folder: string;
let ana: CommandLinePerson;
let rita: CommandLinePerson;
let session: string;
let keys: string;
const path = (name: string): string => join(folder, name);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-archives-'));
  world = await startWorld({
    policies: {
      main: policyOf(
        reviewersLook(),
        [
          'people-write',
          'effect: allow, principals: { groups: [analysts, data-owners] }, resources: { connections: [insights] }, operations: [read, write]',
        ],
        [
          'mail-is-masked',
          'effect: guard, principals: { groups: [reviewers] }, resources: { collections: [cases] }, mask: [{ fields: [email], method: redact }, { fields: [$document], detectors: [email], method: hash }]',
        ],
      ),
    },
  });
  const id = await makeCollection(world.chroma.url, 'cases', {
    ids: ['1'],
    embeddings: [[1, 0]],
    metadatas: [{ email: 'ana@acme.example' }],
    documents: ['Write to ana@acme.example'],
  });
  const call = async (login: string, route: string, body: unknown): Promise<string> => {
    const { accessToken } = await world.signIn(login);
    const kernel = { 'vectorgate-session': `kernel-of-${login}` };
    const response = await world.call(accessToken, 'POST', `${collections}/${id}/${route}`, body, kernel);
    await response.arrayBuffer();
    return response.headers.get('vectorgate-decision') ?? '';
  };
  await call('ana', 'get', { limit: 1 });
  await call('ana', 'upsert', { ids: ['2'], embeddings: [[0, 1]], documents: ['=made up'] });
  await call('ana', 'query', { query_embeddings: [[1, 0]], n_results: 1 });
  await call('omar', 'get', { limit: 1 });
  ana = await commandLinePerson(world.controlUrl, 'ana', folder);
  rita = await commandLinePerson(world.controlUrl, 'rita', folder);
  const { out } = await ana.run('sessions', 'list', '--json');
  session = (JSON.parse(out) as { sessions: { id: string }[] }).sessions[0]!.id;
  keys = join(world.folder, 'data', 'records', 'evidence', 'keys');
});
after(async () => {
  await ana?.signOut();
  await rita?.signOut();
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

test('invariant 11: a session is exported, and the file convinces by the public key alone', async () => {
  const file = path('own.vgsession');
  const done = await ana.run('sessions', 'export', session, '--bodies', 'all', '--output', file);
  assert.equal(done.code, 0, done.err);
  assert.match(done.out, /own\.vgsession, \d+ kB\. Whoever gets it/);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const told = await runVectorgate(['sessions', 'verify', file, '--key', keys]);
  assert.equal(told.code, 0, told.out + told.err);
  assert.match(told.out, /^✓ 4 records verified: all stand in the signed log\.\n/);
  assert.match(told.out, /by the public key that you gave/);
  // Ana reads no policy: files and lines of rules are left out, and so are the texts.
  assert.match(told.out, /alone: the headers of 4 records, shortened for the reader/);

  const opened = await openArchiveFile(file);
  const archive = await openArchive(opened.rows);
  assert.deepEqual(archive.manifest.of, { session });
  const steps = await archive.steps();
  assert.deepEqual(
    steps.map(({ header }) => header.outcome),
    ['delivered', 'delivered', 'delivered'],
  );
  assert.doesNotMatch(JSON.stringify(steps), /main\.policy\.yaml/);
  assert.ok(steps[1]!.intent !== undefined);
  const upsert = await archive.record(steps[1]!.header.id);
  assert.deepEqual(
    [
      (upsert?.request as { ids: string[] } | undefined)?.ids,
      upsert?.parts.every(({ state }) => state === 'recorded'),
    ],
    [['2'], false],
  );
  assert.deepEqual(await archive.policies(), []);
  await opened.close();
});

test('a reviewer’s archive has policy texts, headers to the byte, and what their guards mask is masked', async () => {
  const file = path('all.vgsession');
  const export_ = ['sessions', 'export', '--query', 'connection:insights', '--all', '--bodies', 'all'];
  const done = await rita.run(...export_, '--output', file, '--json');
  assert.equal(done.code, 0, done.err);
  const { code, out } = await runVectorgate(['sessions', 'verify', file, '--key', keys, '--json']);
  assert.equal(code, 0, out);
  const report = JSON.parse(out) as Record<string, unknown>;
  assert.deepEqual([report.trust, report.records, report.proved, report.policies], ['given', 5, 5, 1]);
  const opened = await openArchiveFile(file);
  const archive = await openArchive(opened.rows);
  assert.equal((await archive.sessions()).length, 2);
  const [policy] = await archive.policies();
  assert.match(policy?.text ?? '', /mail-is-masked/);
  const [first] = await archive.steps();
  const read = await archive.record(first!.header.id);
  assert.ok(read?.withheld.some(({ part }) => part === 'request'));
  // What the mark in it hides, the file tells: by class, and no value.
  const answer = read?.parts.find(({ name }) => name === 'response');
  assert.match(JSON.stringify(read?.response), /Write to «hash:[0-9a-f]{16}»/);
  assert.deepEqual(
    [answer?.state, answer?.masked],
    [
      'masked-again',
      [
        { field: '$document', found: ['email'], method: 'hash' },
        { field: 'email', method: 'redact' },
      ],
    ],
  );
  assert.doesNotMatch(await readFile(file, 'latin1'), /ana@acme\.example/);
  await opened.close();
  const again = await rita.run(...export_, '--output', file);
  assert.equal(again.code, 2);
  assert.match(again.err, /is there already\.\nName another with --output, or say --force\./);
});

test('an extract masks more by policies that are sent along, one’s own session too, and says so', async () => {
  const policies = path('policies');
  await mkdir(policies);
  await writeFile(
    join(policies, 'counsel.policy.yaml'),
    policyOf([
      'nothing-of-texts',
      'effect: guard, resources: { connections: [insights] }, mask: [{ fields: [$document, email], method: redact }]',
    ]),
  );
  const masked = ['--bodies', 'all', '--mask-by', policies];
  const secrets = /ana@acme\.example|=made up/;
  const own = path('own-extract.vgsession');
  const done = await ana.run('sessions', 'export', session, ...masked, '--output', own);
  assert.equal(done.code, 0, done.err);
  assert.match(await readFile(path('own.vgsession'), 'latin1'), secrets);
  assert.doesNotMatch(await readFile(own, 'latin1'), secrets);
  const told = await runVectorgate(['sessions', 'verify', own, '--key', keys]);
  assert.equal(told.code, 0, told.out);
  assert.match(
    told.out,
    /It is an extract: whoever exported it had more masked, by tested \([0-9a-f]{12}\)\./,
  );
  const opened = await openArchiveFile(own);
  const archive = await openArchive(opened.rows);
  const { extract } = archive.manifest;
  // Ana reads no policy, and has what she sent.
  assert.deepEqual(
    (await archive.policies()).map(({ revision, path: name }) => [revision, name]),
    [[extract?.digest, 'counsel.policy.yaml']],
  );
  const steps = await archive.steps();
  for (const { header } of steps) {
    const record = await archive.record(header.id);
    assert.ok(record?.withheld.some(({ part }) => part === 'request'));
  }
  await opened.close();

  const all = ['sessions', 'export', '--query', 'who:ana', '--all', ...masked, '--output'];
  const lines = await rita.run(...all, '-', '--format', 'jsonl');
  assert.equal(lines.code, 0, lines.err);
  assert.doesNotMatch(lines.out, secrets);
  const read = lines.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { maskedBy: unknown; response: unknown });
  assert.deepEqual(
    read.map(({ maskedBy }) => maskedBy),
    [extract, extract, extract],
  );
  assert.ok(read.some(({ response }) => JSON.stringify(response)?.includes('«redacted»')));
  assert.equal((await rita.run(...all, '-', '--format', 'csv')).code, 0);
  assert.equal(
    (await rita.run('sessions', 'export', session, ...masked, '--output', path('looked.vgsession'))).code,
    0,
  );
  // Whoever looked had an extract made, and by what, stands in the records of it.
  const looks = await rita.run(
    'sessions',
    'export',
    '--query',
    'class:review',
    '--all',
    '--bodies',
    'all',
    '--format',
    'jsonl',
    '--output',
    '-',
  );
  const digests = looks.out.split('\n').filter((line) => line.includes(extract!.digest));
  assert.equal(digests.length, 3);
  assert.equal(digests.filter((line) => line.includes(`"session":"${session}"`)).length, 1);
});

test('policies that cannot make an extract are told with place and remedy, and nothing is written', async () => {
  const file = path('wide.policy.yaml');
  await writeFile(
    file,
    policyOf([
      'all',
      'effect: allow, principals: { groups: [analysts] }, resources: { connections: [insights] }, operations: [review]',
    ]),
  );
  const output = path('never.vgsession');
  const refused = await ana.run('sessions', 'export', session, '--mask-by', file, '--output', output);
  assert.notEqual(refused.code, 0);
  assert.match(
    refused.err,
    /^VectorGate: These policies cannot make an extract:\nwide\.policy\.yaml:\d+ extract-rule: Rule all has the effect allow, and an extract only masks\.\n +Take it out/,
  );
  const absent = await ana.run(
    'sessions',
    'export',
    session,
    '--mask-by',
    path('absent'),
    '--output',
    output,
  );
  assert.match(absent.err, /absent is not there, or cannot be read/);
  await assert.rejects(stat(output));
});

interface SqlStatement {
  bind(parameters: readonly (string | number)[]): void;
  step(): boolean;
  getAsObject(): ArchiveRow;
  free(): void;
}

test('sql.js reads and verifies the same, as editors do', async () => {
  // It brings no types of its own.
  const initSqlJs = createRequire(import.meta.url)('sql.js') as () => Promise<{
    Database: new (bytes: Uint8Array) => { prepare(sql: string): SqlStatement; close(): void };
  }>;
  const { Database } = await initSqlJs();
  const database = new Database(await readFile(path('all.vgsession')));
  const archive = await openArchive({
    all: (sql, parameters = []) => {
      const statement = database.prepare(sql);
      try {
        statement.bind([...parameters]);
        const rows: ArchiveRow[] = [];
        while (statement.step()) rows.push(statement.getAsObject());
        return rows;
      } finally {
        statement.free();
      }
    },
  });
  const report = await archive.verify();
  assert.deepEqual([report.ok, report.trust, report.records, report.proved], [true, 'archive', 5, 5]);
  assert.equal((await archive.steps()).length, 4);
  database.close();
});

test('JSON Lines and CSV for other programs', async () => {
  const lines = await ana.run('sessions', 'export', session, '--format', 'jsonl', '--output', '-');
  assert.equal(lines.code, 0, lines.err);
  const records = lines.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { header: { id: string }; request: unknown; decision: unknown });
  assert.equal(records.length, 3);
  assert.ok(records.every(({ request, decision }) => request === null && decision !== null));
  const more = await ana.run(
    'sessions',
    'export',
    session,
    '--format',
    'jsonl',
    '--bodies',
    'request',
    '--output',
    '-',
  );
  assert.match(more.out, /"request":\{"limit":1/);
  const { out } = await rita.run(
    'sessions',
    'export',
    '--query',
    '-class:review',
    '--all',
    '--format',
    'csv',
    '--output',
    '-',
  );
  assert.match(out, /^time,id,session,issuer,subject,/);
  assert.equal(out.trim().split('\r\n').length, 5);
});

test('what is somebody else’s is not exported, and what was asked wrongly is told', async () => {
  const omars = (await world.signIn('omar')).accessToken;
  const answer = await world.api(omars, `/api/v1/sessions/${session}/export`);
  assert.equal(answer.status, 404);
  assert.equal((await world.api(omars, '/api/v1/records/export?all=1')).status, 403);
  assert.equal((await world.api(omars, '/api/v1/records/export?format=xml')).status, 400);
  assert.equal((await world.api(undefined, `/api/v1/sessions/${session}/export`)).status, 401);
  const both = await ana.run('sessions', 'export', session, '--query', 'x');
  assert.equal(both.code, 2);
  const own = await world.api(omars, '/api/v1/records/export?query=who:ana&format=jsonl');
  assert.deepEqual([own.status, await own.text()], [200, '']);
});

test('an archive that was changed, cut short, or is none, is told with what can still be read', async () => {
  const file = path('own.vgsession');
  const whole = await readFile(file);
  const changed = path('changed.vgsession');
  await writeFile(changed, whole);
  const database = new DatabaseSync(changed);
  database.exec("UPDATE records SET header = CAST(replace(CAST(header AS TEXT), 'Ana', 'Eva') AS BLOB)");
  database.close();
  const told = await runVectorgate(['sessions', 'verify', changed, '--key', keys]);
  assert.equal(told.code, 1);
  assert.match(told.out, /^✗ \d+ problems? found: this archive is not what was exported\.\n/);

  // What somebody wrote into it is told, and no terminal obeys it.
  const foreign = path('foreign.vgsession');
  await writeFile(foreign, whole);
  const other = new DatabaseSync(foreign);
  other.exec('CREATE TABLE "odd\u202e\u009b31m\u001b[2J" (a)');
  other.prepare('UPDATE policies SET path = path || ?').run('\u001b[2J\u202e');
  other.close();
  for (const args of [
    ['verify', foreign, '--key', keys],
    ['verify', foreign, '--json'],
    ['sandbox', foreign, '--', 'true'],
  ]) {
    const { code, out, err } = await runVectorgate(['sessions', ...args]);
    assert.notEqual(code, 0);
    assert.match(out + err, /\\u(?:\{202e\}|202e)/);
    assert.doesNotMatch(out + err, /(?!\n)[\p{Cc}\p{Cf}]/u);
  }

  const cut = path('cut.vgsession');
  await writeFile(cut, whole.subarray(0, whole.length - 5000));
  const short = await runVectorgate(['sessions', 'verify', cut, '--key', keys]);
  assert.equal(short.code, 1);
  assert.match(short.out, /the file is cut short: 5,000 bytes are gone from its end \(archive-damaged\)/);

  await writeFile(cut, 'no archive');
  const none = await runVectorgate(['sessions', 'verify', cut]);
  assert.equal(none.code, 1);
  assert.match(none.err, /^VectorGate: This file is no archive of recorded sessions\./);
});
