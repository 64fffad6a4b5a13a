import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadConfiguration, startGateway } from '@vectorgate/gateway';
import { pino } from 'pino';
import { type CommandLinePerson, commandLinePerson } from '../harness/command-line-person.ts';
import { policyOf, type RuleLine, reviewersLook } from '../harness/policies.ts';
import { publisherKey, publishing, writePolicies } from '../harness/policy-publishing.ts';
import { runGateway } from '../harness/run-gateway.ts';
import { runVectorgate } from '../harness/run-vectorgate.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

const reads = (page: number): RuleLine => [
  'analysts-read',
  `effect: allow, principals: { groups: [analysts] }, resources: { connections: [insights], collections: [notes] }, operations: [read], limits: { page: ${page} }`,
];

interface RecordHeader {
  readonly id: string;
  readonly kind: string;
  readonly outcome?: string;
  readonly who: { readonly name?: string };
  readonly policy?: {
    readonly revision: number;
    readonly widens: boolean;
    readonly key: string;
    readonly from: string;
    readonly to: string;
  };
}

let world: World;
let folder: string;
let omar: CommandLinePerson;
let token: string;
let id: string;
const key = publisherKey();

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-publish-'));
  await writeFile(join(folder, 'key.pem'), key.pem, { mode: 0o600 });
  world = await startWorld({
    policies: { main: policyOf(reads(5), reviewersLook()) },
    root: publishing({ laptop: key }),
  });
  id = await makeCollection(world.chroma.url, 'notes', {
    ids: ['1', '2', '3'],
    embeddings: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
  });
  token = (await world.signIn('ana')).accessToken;
  omar = await commandLinePerson(world.controlUrl, 'omar', folder);
});
after(async () => {
  await omar?.signOut();
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

const draft = (...rules: readonly RuleLine[]): Promise<string> =>
  writePolicies(join(folder, 'policies'), { main: policyOf(...rules) });
const publish = (at: string, ...args: string[]) =>
  omar.run('policy', 'publish', at, '--key', join(folder, 'key.pem'), ...args);
const get = async (limit: number): Promise<number> =>
  (await world.call(token, 'POST', `${collections}/${id}/get`, { limit })).status;

const masked: RuleLine = [
  'mail-is-masked',
  'effect: guard, resources: { collections: [notes] }, mask: [{ fields: [email], method: redact }]',
];

test('what is published is in force at once, after a restart too, and the folder counts no more', async () => {
  assert.equal(await get(3), 200);
  const narrowed = await publish(await draft(reads(2), reviewersLook()), '--note', 'two are enough');
  assert.equal(narrowed.code, 0, narrowed.err);
  assert.match(narrowed.err, /narrowed +page 5 → 2/);
  assert.match(narrowed.out, /^Revision 2 is in force \([0-9a-f]{12}, signed by laptop\)\.$/m);
  assert.deepEqual([await get(3), await get(2)], [403, 200]);
  await world.writePolicy('main', policyOf(reads(100)));
  await world.restart();
  assert.deepEqual([await get(3), await get(2)], [403, 200]);
});

test('status says what is in force and how a folder differs, log what was', async () => {
  const at = await draft(reads(2), reviewersLook());
  const same = await omar.run('policy', 'status', at);
  assert.deepEqual([same.code, same.err], [0, '']);
  assert.match(
    same.out,
    /^in force {2}revision 2 · [0-9a-f]{12} · since .*\nsource {4}published\nauthor {4}Omar Haddad\nby {8}Omar Haddad, signed by laptop\nnote {6}two are enough\n/,
  );
  assert.match(same.out, /policies is what is in force\.\n$/);
  const other = await omar.run('policy', 'status', await draft(reads(3), masked));
  assert.equal(other.code, 1);
  assert.match(other.out, /^3 rules differ in/m);
  assert.match(other.out, /^ {2}~ changed {2}tested\/analysts-read {2}main\.policy\.yaml:6$/m);
  assert.match(other.out, /^ {2}\+ added {4}tested\/mail-is-masked/m);
  assert.match(other.out, /^ {2}- removed {2}tested\/reviewers-look$/m);
  const log = await omar.run('policy', 'log');
  assert.match(
    log.out,
    /revision {2}since.*\n +2 {2}just now +published +Omar Haddad +two are enough\n +1 {2}.*folder/,
  );
});

test('what gives somebody more is published only when that is meant, and rolled back by one command', async () => {
  const wide = await draft(reads(3), reviewersLook());
  const asked = await publish(wide);
  assert.equal(asked.code, 6, asked.err);
  assert.match(asked.err, /widened +page 2 → 3[\s\S]*say it once more with --yes/);
  assert.equal(await get(3), 403);
  const meant = await publish(wide, '--yes', '--json');
  assert.equal(meant.code, 0, meant.err);
  const { change, widens } = JSON.parse(meant.out) as { change: { revision: number }; widens: boolean };
  assert.deepEqual([change.revision, widens, await get(3)], [3, true, 200]);
  const back = await omar.run('policy', 'rollback', '--key', join(folder, 'key.pem'));
  assert.equal(back.code, 0, back.err);
  assert.match(back.out, /^Revision 4 is in force/);
  assert.equal(await get(3), 403);
  const first = await omar.run('policy', 'rollback', '1', '--key', join(folder, 'key.pem'), '--yes');
  assert.equal(first.code, 0, first.err);
  assert.equal(await get(3), 200);
  const { out } = await omar.run('policy', 'log', '--json', '--limit', '2');
  const { revisions } = JSON.parse(out) as { revisions: { revision: number; note: string }[] };
  assert.deepEqual(
    revisions.map(({ revision, note }) => [revision, note]),
    [
      [5, 'back to revision 1'],
      [4, 'back to revision 2'],
    ],
  );
});

test('each change is a record with who, what it replaced, and what it does to whom', async () => {
  const rita = (await world.signIn('rita')).accessToken;
  const found = (await (
    await world.api(rita, '/api/v1/records?all=1&limit=200&query=operation:policy_change')
  ).json()) as { records: RecordHeader[] };
  const outcomes = found.records.filter(({ kind }) => kind === 'outcome');
  assert.deepEqual(
    outcomes.map(({ policy, who, outcome }) => [
      policy?.revision,
      policy?.widens,
      policy?.key,
      who.name,
      outcome,
    ]),
    [
      [5, true, 'laptop', 'Omar Haddad', 'delivered'],
      [4, false, 'laptop', 'Omar Haddad', 'delivered'],
      [3, true, 'laptop', 'Omar Haddad', 'delivered'],
      [2, false, 'laptop', 'Omar Haddad', 'delivered'],
    ],
  );
  for (const [at, { policy }] of outcomes.entries())
    assert.equal(policy?.from, outcomes[at + 1]?.policy?.to ?? policy?.from);
  const record = (await (await world.api(rita, `/api/v1/records/${outcomes[2]?.id}`)).json()) as {
    request: { diff: { rows: { kind: string; before: string; after: string }[]; summary: string } };
  };
  assert.deepEqual(
    record.request.diff.rows.map(({ kind, before, after }) => [kind, before, after]),
    [['widened', '2', '3']],
  );
});

test('changes of policies are no requests to a store: they are neither decided again nor missing there', async () => {
  const rita = (await world.signIn('rita')).accessToken;
  const get = async (path: string): Promise<Record<string, unknown>> =>
    (await (await world.api(rita, `/api/v1/records${path}`)).json()) as Record<string, unknown>;
  const asked = await get('/asked?all=1&limit=200&query=operation:policy_change');
  assert.deepEqual([asked.records, asked.withheld], [[], 0]);
  const { records } = await get('?all=1&query=operation:policy_change');
  const today = await get(`/${(records as { id: string }[])[0]?.id}/today`);
  assert.deepEqual(
    [today.decided, today.reason],
    [null, 'This asked no store for anything, so no policy of stores decides it.'],
  );
});

test('a canary decides beside what is in force, changes nothing, and tells what it would have done', async () => {
  const started = await omar.run(
    ...['policy', 'canary', 'start', await draft(reads(2), masked, reviewersLook())],
    ...['--key', join(folder, 'key.pem'), '--note', 'narrower?'],
  );
  assert.equal(started.code, 0, started.err);
  const three = await world.call(token, 'POST', `${collections}/${id}/get`, { limit: 3 });
  assert.equal(three.status, 200);
  assert.equal(await get(2), 200);
  const shown = await omar.run('policy', 'canary', 'show');
  assert.match(shown.out, /^beside {4}[0-9a-f]{12} · since just now · by Omar Haddad · narrower\?$/m);
  assert.match(shown.out, /1 request of 1 person\n {2}newly refused {2}limit-exceeded\n {2}by analysts-read/);
  assert.match(shown.out, /1 request of 1 person\n {2}masked {2}email/);
  assert.match(shown.out, /^ {2}Whom it is about is told to those who may review their records\.$/m);
  const decision = three.headers.get('vectorgate-decision');
  const rita = (await world.signIn('rita')).accessToken;
  const { header } = (await (await world.api(rita, `/api/v1/records/${decision}`)).json()) as {
    header: { decision: { effect: string; canary: { changes: { kind: string; what: string }[] } } };
  };
  assert.deepEqual(
    [header.decision.effect, header.decision.canary.changes.map(({ kind, what }) => [kind, what])],
    ['allow', [['refused', 'limit-exceeded']]],
  );
  const reviewed = (await (await world.api(rita, '/api/v1/policy/canary')).json()) as {
    canary: { report: { changes: { who: { name: string }[]; examples: { record: string }[] }[] } };
  };
  const refused = reviewed.canary.report.changes[0];
  assert.deepEqual(
    [refused?.who.map(({ name }) => name), refused?.examples.map(({ record }) => record)],
    [['Ana Ruiz'], [decision]],
  );
  const stopped = await omar.run('policy', 'canary', 'stop', '--json');
  const { canary } = JSON.parse(stopped.out) as { canary: { report: { requests: number } } };
  assert.equal(canary.report.requests, 2);
  assert.doesNotMatch(stopped.out, /Ana Ruiz/);
  assert.match((await omar.run('policy', 'canary', 'show')).out, /^Nothing runs beside/);
  const found = (await (
    await world.api(rita, '/api/v1/records?all=1&query=operation:policy_canary')
  ).json()) as { records: { policy: { event: string } }[] };
  assert.deepEqual(
    found.records.map(({ policy }) => policy.event),
    ['canary-stopped', 'canary-started'],
  );
});

test('policies with errors, or whose tests fail, are not sent', async () => {
  const at = await draft(reads(1), reviewersLook());
  await writeFile(
    join(at, 'main.policy-test.yaml'),
    `apiVersion: vectorgate/v1
kind: PolicyTest
metadata: { name: pages }
spec:
  identities: { ana: { groups: [analysts] } }
  tests:
    - name: two are read
      as: ana
      operation: { class: scan, connection: insights, collection: notes, page: 2 }
      expect: allow
`,
  );
  const failing = await publish(at);
  assert.equal(failing.code, 1, failing.err);
  assert.match(failing.err, /Tests of the policies of .* fail\.\nNothing was published\./);
  const broken = await publish(await draft(['x', 'effect: alow']));
  assert.equal(broken.code, 1);
  assert.match(broken.err, /have errors\.\nNothing was published\./);
  const nobodys = await publish(
    await draft([
      'x',
      'effect: allow, principals: { groups: [a] }, resources: { connections: [elsewhere] }, operations: [read]',
    ]),
    '--yes',
  );
  assert.equal(nobodys.code, 4);
  assert.match(nobodys.err, /do not load on this gateway:\nmain\.policy\.yaml:\d+:\d+ unknown-connection/);
});

test('a pipeline publishes as the workload that it is, by a token file or a program, and nobody signs in', async () => {
  const home = join(folder, 'pipeline');
  await mkdir(home, { mode: 0o700 });
  const file = join(home, 'token');
  const environment = {
    ...{ HOME: home, XDG_CONFIG_HOME: home, XDG_RUNTIME_DIR: home, NO_COLOR: '1' },
    ...{ VECTORGATE_GATEWAY: world.controlUrl, VECTORGATE_POLICY_KEY: join(folder, 'key.pem') },
  };
  const policy = (source: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    runVectorgate(['policy', ...args], { ...environment, ...source });
  const byFile = { VECTORGATE_TOKEN_FILE: file };
  const at = await draft(reads(1), reviewersLook());

  const nobody = await policy({}, 'publish', at, '--yes');
  assert.equal(nobody.code, 3, nobody.err);
  await writeFile(file, await world.workload('ingest'));
  const stranger = await policy(byFile, 'publish', at, '--yes');
  assert.equal(stranger.code, 4, stranger.err);

  await writeFile(file, `${await world.workload('release')}\n`);
  const published = await policy(byFile, 'publish', at, '--yes', '--note', 'from the pipeline');
  assert.equal(published.code, 0, published.err);
  assert.match(published.out, /^Revision \d+ is in force \([0-9a-f]{12}, signed by laptop\)\.$/m);
  const status = await policy(byFile, 'status', at);
  const asWorkload = 'VectorGate: nobody is signed in; VECTORGATE_TOKEN_FILE gives this command its token.\n';
  assert.deepEqual([status.code, status.err], [0, asWorkload]);
  assert.match(status.out, /^by +release, signed by laptop$/m);
  assert.match((await policy(byFile, 'log', '--limit', '1')).out, /release +from the pipeline/);

  const expires = Date.now() / 1000 + 3600;
  const byProgram = {
    VECTORGATE_TOKEN_COMMAND: JSON.stringify([
      ...[process.execPath, '-e', 'console.log(process.argv[1])'],
      JSON.stringify({ token: await world.workload('release'), expires }),
    ]),
  };
  for (const [args, told] of [
    [['canary', 'start', await draft(reads(2), reviewersLook())], /^They run beside what is in force/m],
    [['canary', 'show'], /^beside +[0-9a-f]{12} · since just now · by release$/m],
    [['canary', 'stop'], /^ended /m],
    [['rollback', '--yes'], /^Revision \d+ is in force/m],
  ] as const) {
    const ran = await policy(byProgram, ...args);
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.out, told);
  }
  // Somebody who is signed in goes before both.
  const signedIn = await runVectorgate(['whoami'], { ...omar.environment, ...byProgram });
  assert.match(signedIn.out, /Omar Haddad/);
  assert.match(signedIn.err, /^VectorGate: you are signed in, .* VECTORGATE_TOKEN_COMMAND is not used\.$/m);
});

test('where the list of what was published is gone the gateway does not start, unless it is told to begin anew', async () => {
  const last = JSON.parse((await omar.run('policy', 'log', '--json', '--limit', '1')).out) as {
    readonly revisions: readonly { readonly revision: number }[];
  };
  await world.gateway?.close();
  const list = join(world.folder, 'data', 'policy');
  await rename(list, `${list}.away`);
  const refused = await runGateway(['--config', world.configurationFile]);
  assert.equal(refused.code, 1);
  assert.match(
    refused.err,
    new RegExp(
      `know revision ${last.revisions[0]?.revision} of the policies, and the list .* is gone: .* --begin-policies-anew`,
    ),
  );
  const gateway = await startGateway(await loadConfiguration(world.configurationFile), {
    logger: pino({ level: 'silent' }),
    beginPoliciesAnew: true,
  });
  await gateway.close();
  const again = await runGateway(['--config', world.configurationFile, '--begin-policies-anew']);
  assert.equal(again.code, 1);
  assert.match(again.err, /\(its last is revision \d+\), .* Start without that switch\./);
});
