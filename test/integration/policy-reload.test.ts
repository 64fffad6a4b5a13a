import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { capturedLog } from '../harness/captured-log.ts';
import { policyOf, type RuleLine } from '../harness/policies.ts';
import type { SignedIn } from '../harness/sign-in.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { startWorld, type World } from '../harness/world.ts';

interface Status {
  readonly ok: boolean;
  readonly revision: { readonly digest: string };
  readonly documents: number;
  readonly errors?: readonly {
    readonly file: string;
    readonly line: number;
    readonly code: string;
    readonly remedy: string;
  }[];
}

const reads = (limit: number): RuleLine => [
  'analysts-read',
  `effect: allow, principals: { groups: [analysts] }, resources: { connections: [insights], collections: [notes] }, operations: [read], limits: { page: ${limit} }`,
];
const hidesMail: RuleLine = [
  'mail-is-masked',
  'effect: guard, resources: { collections: [notes] }, mask: [{ fields: [email], method: redact }]',
];
const closesNotes: RuleLine = ['closed', 'effect: deny, resources: { collections: [notes] }'];

let world: World;
let ana: SignedIn;
let rita: SignedIn;
let id: string;
const log = capturedLog();

before(async () => {
  world = await startWorld({ policies: { main: policyOf(reads(5)) }, logger: log.logger });
  id = await makeCollection(world.chroma.url, 'notes', {
    ids: ['1', '2'],
    embeddings: [
      [1, 0],
      [0, 1],
    ],
    metadatas: [{ email: 'ana@acme.example' }, { email: 'bo@acme.example' }],
  });
  ana = await world.signIn('ana');
  rita = await world.signIn('rita');
});
after(() => world?.close());

const get = (limit = 2): Promise<Response> =>
  world.call(ana.accessToken, 'POST', `${collections}/${id}/get`, { limit, include: ['metadatas'] });
const status = async (who: SignedIn): Promise<Status> =>
  (await (await world.api(who.accessToken, '/api/v1/policy')).json()) as Status;

/** How long an edit may take to act, in seconds, before a test of what it does gives up. */
const patience = 5;

test('an edit acts on the next calls of somebody who is signed in already: a mask, a limit, a deny, and back', async () => {
  const digests = new Set<string>([(await status(rita)).revision.digest]);
  assert.match(await (await get()).text(), /ana@acme\.example/);

  await world.writePolicy('main', policyOf(reads(5), hidesMail));
  await until('the mask acts', async () => !(await (await get()).text()).includes('@acme'), patience);
  const masked = await get();
  assert.equal(masked.status, 200);
  assert.match(await masked.text(), /«redacted»/);
  digests.add((await status(rita)).revision.digest);

  await world.writePolicy('main', policyOf(reads(1), hidesMail));
  await until('the limit acts', async () => (await get()).status === 403, patience);
  assert.match(await (await get()).text(), /limit 2 is above your limit of 1 \(rule analysts-read\)/);
  digests.add((await status(rita)).revision.digest);

  // A second file counts as well, and counts no more once it is gone.
  await world.writePolicy('main', policyOf(reads(5)));
  await world.writePolicy('more', policyOf(closesNotes).replace('name: tested', 'name: more'));
  await until('the deny acts', async () => (await get()).status === 403, patience);
  await until('both files are in force', async () => (await status(rita)).documents === 2, patience);
  digests.add((await status(rita)).revision.digest);
  await rm(join(world.folder, 'policies', 'more.policy.yaml'));
  await until('the deny is gone', async () => (await get()).status === 200, patience);
  assert.equal(digests.size, 4, 'every revision has its own digest');
});

test('a broken file keeps the last good set in force, and status, log and `vectorgate policy check` say where', async () => {
  const good = policyOf(reads(5), hidesMail);
  await world.writePolicy('main', good);
  await until('the mask acts', async () => (await (await get()).text()).includes('«redacted»'), patience);
  const before = await status(rita);
  assert.deepEqual([before.ok, before.errors], [true, []]);

  log.lines.length = 0;
  await world.writePolicy('main', good.replace('mask:', 'maks:'));
  await until('the status says so', async () => !(await status(rita)).ok, patience);
  const broken = await status(rita);
  assert.deepEqual(broken.revision, before.revision);
  const [error] = broken.errors ?? [];
  assert.deepEqual([error?.file, error?.line, error?.code], ['main.policy.yaml', 7, 'unknown-key']);
  assert.match(error?.remedy ?? '', /mask/);
  // Somebody who may not read policy learns that it is broken, and not where.
  assert.deepEqual([(await status(ana)).ok, (await status(ana)).errors], [false, undefined]);
  assert.match(await (await get()).text(), /«redacted»/);
  const said = log.lines.filter((line) => line.includes('the last good set stays in force'));
  assert.equal(said.length, 1, 'said once, not at every look');
  assert.match(said[0] ?? '', /"line":7,.*unknown-key/);
  const health = await fetch(`${world.controlUrl}/healthz`);
  assert.deepEqual(
    [health.status, ((await health.json()) as { policy: unknown }).policy],
    [200, { ok: false }],
  );

  const program = new URL('../../client/bin/vectorgate.mjs', import.meta.url).pathname;
  const folder = join(world.folder, 'policies');
  const check = await promisify(execFile)(process.execPath, [
    program,
    'policy',
    'check',
    folder,
    '--config',
    world.configurationFile,
  ]).then(
    () => assert.fail('policy check found nothing'),
    (failed: { code: number; stdout: string }) => failed,
  );
  assert.equal(check.code, 1);
  assert.match(check.stdout, /main\.policy\.yaml:7:\d+ {2}unknown-key .*maks.*\n {4}.*mask/);

  await world.writePolicy('main', good);
  await until('it is whole again', async () => (await status(rita)).ok, patience);
});
