import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { permitEverything, policyOf, reviewersLook } from '../harness/policies.ts';
import { runGateway } from '../harness/run-gateway.ts';
import { runVectorgate } from '../harness/run-vectorgate.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

/* Recorded sessions are verified as somebody would who was given a folder, a public key and published checkpoints. */

let world: World;
let token: string;
let id: string;
const data = (): string => join(world.folder, 'data');
const published = (): string => join(world.folder, 'published');

before(async () => {
  world = await startWorld({
    policies: { all: policyOf(permitEverything('all', 'issuers: [people, ci]'), reviewersLook()) },
    prepare: async (folder) => {
      await mkdir(join(folder, 'published'));
      return async () => undefined;
    },
    root: `records: { checkpoints: { publish: ./published, everyRecords: 3 } }
custodians: { groups: [reviewers] }`,
  });
  id = await makeCollection(world.chroma.url, 'cases', {
    ids: ['a'],
    embeddings: [[1, 0]],
    documents: ['made up'],
  });
  token = await world.workload('clerk');
});
after(() => world?.close());

const ask = async (): Promise<string> => {
  const response = await world.call(token, 'POST', `${collections}/${id}/get`, { ids: ['a'] });
  assert.equal(response.status, 200, await response.clone().text());
  return response.headers.get('vectorgate-decision') ?? '';
};

/** The public keys as they were published first: what an auditor got once and keeps. */
let firstKeys: string;
const keysFile = (): string => join(world.folder, 'auditor.keys');

const verify = (folder: string, ...more: readonly string[]) =>
  runVectorgate(['sessions', 'verify', folder, '--key', keysFile(), '--published', published(), ...more]);

test('invariant 11: a copy of the records verifies on another machine, by the public key and what was published', async () => {
  for (let n = 0; n < 7; n += 1) await ask();
  const running = await runVectorgate(['sessions', 'verify', data()]);
  assert.equal(running.code, 0, running.out + running.err);
  await world.restart();
  const keys = (await readdir(published())).find((name) => name.endsWith('.keys')) ?? '';
  firstKeys = await readFile(join(published(), keys), 'utf8');
  await writeFile(keysFile(), firstKeys);
  const copy = join(world.folder, 'copy');
  await cp(join(data(), 'records', 'segments'), join(copy, 'segments'), { recursive: true });
  await cp(join(data(), 'records', 'evidence'), join(copy, 'evidence'), { recursive: true });
  const told = await verify(copy);
  assert.equal(told.code, 0, told.out + told.err);
  assert.match(
    told.out,
    /^✓ 7 records verified: all are as they were signed\.\n {2}1 segment · \d checkpoints · vectorgate\//,
  );
  const json = JSON.parse((await verify(copy, '--json')).out) as Record<string, unknown>;
  assert.deepEqual([json.ok, json.signed, json.trust], [true, 7, 'given']);
});

test('invariant 11: what was changed or taken away is told with the record, and what is still to be believed', async () => {
  const copy = join(world.folder, 'changed');
  await cp(data(), copy, { recursive: true });
  const path = join(copy, 'records', 'segments', '000000000001.segment');
  const bytes = await readFile(path);
  const target = await ask();
  await world.restart();
  // The last record of the copy is one that was signed.
  bytes[bytes.lastIndexOf('"status":') + 10]! ^= 1;
  await writeFile(path, bytes);
  const changed = await verify(copy);
  assert.equal(changed.code, 1);
  assert.match(
    changed.out,
    /record 6, id [0-9A-Z]{26}, segment 000000000001\.segment, byte \d+: the record is damaged \(log-broken\)/,
  );
  assert.match(changed.out, /Still to be believed: the first [3-6] records, which are as they were signed/);

  // A whole, older copy: nothing in it is wrong, and only what was published says that records are missing.
  const older = join(world.folder, 'copy');
  const rolledBack = await verify(older);
  assert.equal(rolledBack.code, 1);
  assert.match(rolledBack.out, /record 7: it was signed, and is gone from the end \(rolled-back\)/);
  assert.equal((await runVectorgate(['sessions', 'verify', older])).code, 0);
  assert.equal((await verify(data())).code, 0);
  assert.ok(target);
  // Nor does a gateway go on over it.
  const resumed = join(world.folder, 'resumed.yaml');
  await cp(older, join(world.folder, 'older-data', 'records'), { recursive: true });
  const configuration = await readFile(world.configurationFile, 'utf8');
  await writeFile(resumed, configuration.replace('data: ./data', 'data: ./older-data'));
  const started = await runGateway(['--config', resumed]);
  assert.equal(started.code, 1);
  assert.match(
    started.err,
    /^VectorGate cannot start: .* was signed for 8\. Records that were signed are gone\./,
  );
});

test('a custodian has a session forgotten: its content is gone, who did it is recorded, and all verifies', async () => {
  const decision = await ask();
  const rita = (await world.signIn('rita')).accessToken;
  const shown = async () =>
    (await (await world.api(rita, `/api/v1/records/${decision}`)).json()) as {
      header: { session: string };
      request: unknown;
    };
  const before = await shown();
  assert.deepEqual(before.request, { ids: ['a'] });
  const { session } = before.header;
  const unconfirmed = await runVectorgate(['sessions', 'forget', session, '--reason', 'x'], {
    VECTORGATE_GATEWAY: world.controlUrl,
  });
  assert.equal(unconfirmed.code, 2);
  assert.match(unconfirmed.err, /cannot be undone\.\nNothing was done\. Say it once more with --yes\./);
  const done = await fetch(`${world.controlUrl}/api/v1/sessions/${session}/forget`, {
    method: 'POST',
    headers: { authorization: `Bearer ${rita}`, 'content-type': 'application/json' },
    body: '{"reason":"the person asked for it"}',
  });
  assert.deepEqual([done.status, await done.json()], [200, { forgotten: session }]);
  const after = await shown();
  assert.deepEqual([after.header.session, after.request], [session, null]);
  const listed = (await (
    await world.api(rita, '/api/v1/records?all=1&query=operation:session_forget')
  ).json()) as {
    records: { who: { subject: string }; evidence?: { event: string; session: string } }[];
  };
  assert.deepEqual(
    [listed.records[0]?.who.subject, listed.records[0]?.evidence],
    ['rita', { event: 'session-forgotten', session }],
  );
  // The same caller goes on, in another session.
  const next = await ask();
  const { header } = (await (await world.api(rita, `/api/v1/records/${next}`)).json()) as typeof before;
  assert.notEqual(header.session, session);
  assert.equal((await verify(data())).code, 0);
});

test('another master key: session keys are wrapped anew, what was recorded is read, and the old key vouches', async () => {
  const decision = await ask();
  await world.gateway?.close();
  const key = join(world.folder, 'next.key');
  await writeFile(key, randomBytes(32).toString('hex'), { mode: 0o600 });
  const inside = join(data(), 'next.key');
  await writeFile(inside, randomBytes(32).toString('hex'));
  const change = (file: string) =>
    runGateway(['change-master-key', '--config', world.configurationFile, '--to', file]);
  const refused = await change(inside);
  assert.deepEqual([refused.code, /lies inside the data folder/.test(refused.err)], [1, true], refused.err);
  await rm(inside);
  const changed = await change(key);
  assert.equal(changed.code, 0, changed.err);
  assert.match(
    changed.err,
    /^The keys of \d+ sessions are under the new master key\. Put it where masterKey points/,
  );
  // As after an interruption behind any of its steps.
  const repeated = await change(key);
  assert.equal(repeated.code, 0, repeated.err);
  const early = await runGateway(['--config', world.configurationFile]);
  assert.equal(early.code, 1);
  assert.match(early.err, /were written under another master key/);
  await cp(key, join(world.folder, 'master.key'));
  await world.restart();
  const shown = await world.api(token, `/api/v1/records/${decision}`);
  assert.deepEqual(((await shown.json()) as { request: unknown }).request, { ids: ['a'] });
  const told = await verify(data());
  assert.equal(told.code, 0, told.out);
  // The auditor's old key is enough: the checkpoint over the change is signed by both.
  assert.equal(await readFile(keysFile(), 'utf8'), firstKeys);
  assert.match(told.out, /all are as they were signed/);
});
