import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { GateError, loadConfiguration, startGateway } from '@vectorgate/gateway';
import { pino } from 'pino';
import { capturedLog } from '../harness/captured-log.ts';
import { commandLinePerson } from '../harness/command-line-person.ts';
import { policyOf, type RuleLine, reviewersLook } from '../harness/policies.ts';
import { writePolicies } from '../harness/policy-publishing.ts';
import { runGateway } from '../harness/run-gateway.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { startWorld, type World } from '../harness/world.ts';

interface Status {
  readonly ok: boolean;
  readonly source: string;
  readonly revision: { readonly commit?: string };
  readonly change: { readonly revision: number; readonly author: string };
  readonly following: {
    readonly branch: string;
    readonly trouble?: { readonly message: string };
    readonly canary?: { readonly commit?: string; readonly idle?: string };
  };
  readonly errors: readonly { readonly code: string }[];
}

const reads = (page: number): RuleLine => [
  'analysts-read',
  `effect: allow, principals: { groups: [analysts] }, resources: { connections: [insights], collections: [notes] }, operations: [read], limits: { page: ${page} }`,
];
const patience = 30;

let world: World;
let folder: string;
let work: string;
let [token, rita]: string[] = [];
let id: string;
const log = capturedLog();

const git = async (at: string, ...args: string[]): Promise<string> =>
  (
    await promisify(execFile)(
      'git',
      [
        '-c',
        'user.name=Pia',
        '-c',
        'user.email=pia@example.com',
        '-c',
        `user.signingkey=${join(folder, 'pia')}`,
        ...args,
      ],
      { cwd: at },
    )
  ).stdout.trim();

/** Commits these policies and pushes them. Resolves to the commit. */
async function push(policies: Readonly<Record<string, string>>, branch = 'main'): Promise<string> {
  await writePolicies(join(work, 'policies'), policies);
  await git(work, 'add', '-A');
  await git(work, 'commit', '-q', '-m', 'policies');
  await git(work, 'push', '-q', '--force', 'origin', `HEAD:refs/heads/${branch}`);
  return git(work, 'rev-parse', 'HEAD');
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-git-'));
  work = join(folder, 'work');
  await git(folder, 'init', '-q', '--bare', '-b', 'main', 'policies.git');
  // A hook of the repository that is read from runs nothing on the gateway.
  await git(folder, 'clone', '-q', 'policies.git', 'work');
  await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'pia')]);
  await push({ main: policyOf(reads(5), reviewersLook()) });
  world = await startWorld({
    policies: {},
    policySource: `policy: { git: { repository: ${join(folder, 'policies.git')}, branch: main, canary: next, path: policies, every: 1s } }`,
    logger: log.logger,
  });
  id = await makeCollection(world.chroma.url, 'notes', { ids: ['1'], embeddings: [[1, 0]] });
  token = (await world.signIn('ana')).accessToken;
  rita = (await world.signIn('rita')).accessToken;
});
after(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

const get = async (limit: number): Promise<number> =>
  (await world.call(token, 'POST', `${collections}/${id}/get`, { limit })).status;
const status = async (): Promise<Status> =>
  (await (await world.api(rita, '/api/v1/policy')).json()) as Status;
const inForce = (commit: string): Promise<void> =>
  until('the commit is in force', async () => (await status()).revision.commit === commit, patience);
const trouble = (wanted: RegExp): Promise<void> =>
  until(
    `trouble ${wanted}`,
    async () => wanted.test((await status()).following.trouble?.message ?? ''),
    patience,
  );

test('the newest commit of a branch is in force, with its author, and a pushed one follows', async () => {
  const first = await status();
  assert.deepEqual(
    [first.source, first.following.branch, first.change.author, first.ok],
    ['git', 'main', 'Pia <pia@example.com>', true],
  );
  assert.equal(await get(5), 200);
  await inForce(await push({ main: policyOf(reads(2), reviewersLook()) }));
  assert.deepEqual([await get(5), await get(2), (await status()).change.revision], [403, 200, 2]);
});

test('a commit that does not load is told, and the one in force stays; after a restart too', async () => {
  const before = (await status()).revision;
  await push({ main: policyOf(reads(3), ['broken', 'effect: alow']) });
  await trouble(/^Commit [0-9a-f]{7} does not load\.$/);
  const told = await status();
  assert.deepEqual([told.ok, told.revision], [false, before]);
  assert.ok(told.errors.length > 0);
  assert.equal(log.lines.filter((line) => line.includes('does not load')).length, 1, 'said once');
  const metrics = await (await fetch(`${world.controlUrl}/metrics`)).text();
  assert.match(metrics, /^vectorgate_policy_ok\{[^}]*\} 0$|^vectorgate_policy_ok 0$/m);
  await world.restart();
  await trouble(/^Commit [0-9a-f]{7} does not load\.$/);
  const again = await status();
  assert.deepEqual([again.ok, again.revision, await get(5)], [false, before, 403]);
  await push({ main: policyOf(reads(5), reviewersLook()) });
  await until('it is whole again', async () => (await status()).ok, patience);
  assert.equal(await get(5), 200);
});

test('a branch that was rewritten is not followed, nor after a restart; what follows the old one is', async () => {
  const before = (await status()).revision.commit ?? '';
  await git(work, 'checkout', '-q', '--orphan', 'other');
  await push({ main: policyOf(reads(100), reviewersLook()) });
  await trouble(/^The branch was rewritten/);
  await world.restart();
  await trouble(/^The branch was rewritten/);
  assert.equal((await status()).revision.commit, before);
  assert.equal(await get(6), 403);
  await git(work, 'checkout', '-q', '--detach', before);
  await inForce(await push({ main: policyOf(reads(6), reviewersLook()) }));
  assert.equal(await get(6), 200);
});

test('a second branch runs beside it, tells what it would have done, outlives a restart, and ends when it is merged', async () => {
  await inForce(await push({ main: policyOf(reads(5), reviewersLook()) }));
  const before = (await status()).revision;
  const next = await push({ main: policyOf(reads(2), reviewersLook()) }, 'next');
  const runs = (): Promise<void> =>
    until(
      'the second branch runs beside it',
      async () => (await status()).following.canary?.commit === next,
      patience,
    );
  await runs();
  assert.deepEqual([(await status()).revision, await get(5)], [before, 200]);
  await world.restart();
  await runs();
  const asked = await world.call(token, 'POST', `${collections}/${id}/get`, { limit: 5 });
  assert.equal(asked.status, 200);
  const decided = asked.headers.get('vectorgate-decision');
  const { header } = (await (await world.api(rita, `/api/v1/records/${decided}`)).json()) as {
    header: { decision: { effect: string; canary: { changes: { kind: string; what: string }[] } } };
  };
  assert.deepEqual(
    [header.decision.effect, header.decision.canary.changes.map(({ kind, what }) => [kind, what])],
    ['allow', [['refused', 'limit-exceeded']]],
  );
  const person = await commandLinePerson(world.controlUrl, 'rita', folder);
  try {
    const [shown, stands] = await Promise.all([
      person.run('policy', 'canary', 'show'),
      person.run('policy', 'status'),
    ]);
    assert.match(
      shown.out,
      new RegExp(
        `^beside {4}[0-9a-f]{12} · since .* · branch next, commit ${next.slice(0, 7)} of Pia <pia@example\\.com>$`,
        'm',
      ),
    );
    assert.match(
      shown.out,
      /1 request of Ana Ruiz\n {2}newly refused {2}limit-exceeded\n {2}by analysts-read/,
    );
    assert.match(
      stands.out,
      new RegExp(`^canary {4}branch next · commit ${next.slice(0, 7)} runs beside$`, 'm'),
    );
    assert.equal(stands.code, 0);
  } finally {
    await person.signOut();
  }
  for (const path of ['/policy/canary', '/policy/canary/stop']) {
    const refused = await fetch(`${world.controlUrl}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${rita}`, 'content-type': 'application/json' },
      body: '{}',
    });
    assert.equal(refused.status, 403);
    assert.match(
      await refused.text(),
      /a second branch, which policy\.git\.canary in vectorgate\.yaml names\./,
    );
  }
  await git(work, 'push', '-q', 'origin', 'HEAD:main');
  await inForce(next);
  assert.equal(await get(5), 403);
  await until('it is merged', async () => (await status()).following.canary?.idle !== undefined, patience);
  assert.deepEqual(await (await world.api(rita, '/api/v1/policy/canary')).json(), {
    canary: null,
    following: {
      branch: 'next',
      idle: `Branch next has nothing that is not in force (${next.slice(0, 7)}).`,
    },
  });
  const { records } = (await (
    await world.api(rita, '/api/v1/records?all=1&query=operation:policy_canary')
  ).json()) as { records: { policy: Readonly<Record<string, unknown>> }[] };
  assert.deepEqual(
    records.map(({ policy: { event, commit, author, widens } }) => [event, commit, author, widens]),
    ['canary-stopped', 'canary-started', 'canary-started'].map((event) => [
      event,
      next,
      'Pia <pia@example.com>',
      false,
    ]),
  );
});

test('both branches are checked without starting anything', async () => {
  const check = () => runGateway(['check', '--config', world.configurationFile]);
  assert.deepEqual((await check()).code, 0);
  const before = (await status()).revision.commit ?? '';
  await push({ main: policyOf(reads(3)).replace('operations:', 'operatoins:') }, 'next');
  const broken = await check();
  assert.equal(broken.code, 1);
  assert.match(
    broken.err,
    /^The policies in force are in order\. What policy\.git\.canary names cannot run beside them: the policies .*branch next.* have errors\.\n(?:.*\n)*main\.policy\.yaml:\d+:\d+ {2}unknown-key/,
  );
  await git(work, 'push', '-q', 'origin', '--delete', 'next');
  const missing = await check();
  assert.equal(missing.code, 1);
  assert.match(missing.err, /cannot run beside them: there are no policies of branch next/);
  await git(work, 'checkout', '-q', '--detach', before);
});

test('an empty folder, a link and a repository that is gone leave what is in force', async () => {
  const before = (await status()).revision.commit ?? '';
  await push({});
  await trouble(/has no policies \(\*\.policy\.yaml\) below policies/);
  await writePolicies(join(work, 'policies'), {});
  await git(work, 'checkout', '-q', '--detach', before);
  const { symlink } = await import('node:fs/promises');
  await symlink('main.policy.yaml', join(work, 'policies', 'more.policy.yaml'));
  await git(work, 'add', '-A');
  await git(work, 'commit', '-q', '-m', 'a link');
  await git(work, 'push', '-q', '--force', 'origin', 'HEAD:main');
  await trouble(/more\.policy\.yaml in commit [0-9a-f]{7} is a link/);
  const gone = join(folder, 'policies.git');
  await promisify(execFile)('mv', [gone, `${gone}.away`]);
  await trouble(/^The repository cannot be read: /);
  await promisify(execFile)('mv', [`${gone}.away`, gone]);
  assert.equal((await status()).revision.commit, before);
});

test('with allowed signers only what one of them signed is followed', async () => {
  const { readFile } = await import('node:fs/promises');
  const signers = join(folder, 'signers');
  await writeFile(signers, `pia@example.com ${await readFile(join(folder, 'pia.pub'), 'utf8')}`);
  const configuration = await loadConfiguration(world.configurationFile);
  const start = async (data: string): Promise<string> => {
    try {
      const gateway = await startGateway(
        {
          ...configuration,
          data: join(folder, data),
          listeners: { data: { host: '127.0.0.1', port: 0 }, control: { host: '127.0.0.1', port: 0 } },
          policy: { ...configuration.policy, git: { ...configuration.policy.git!, allowedSigners: signers } },
        },
        { logger: pino({ level: 'silent' }) },
      );
      await gateway.close();
      return 'started';
    } catch (error) {
      assert.ok(error instanceof GateError, String(error));
      return error.message;
    }
  };
  const signed = ['-c', 'gpg.format=ssh'];
  await git(work, 'rm', '-q', '-f', 'policies/more.policy.yaml');
  await push({ main: policyOf(reads(5)) });
  assert.match(await start('unsigned'), /is not signed by any of the allowed signers/);
  await writePolicies(join(work, 'policies'), { main: policyOf(reads(4)) });
  await git(work, 'add', '-A');
  await git(work, ...signed, 'commit', '-q', '-S', '-m', 'signed');
  await git(work, 'push', '-q', '--force', 'origin', 'HEAD:main');
  assert.equal(await start('signed'), 'started');
  await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'eve')]);
  await writePolicies(join(work, 'policies'), { main: policyOf(reads(3)) });
  await git(work, 'add', '-A');
  await git(
    work,
    ...signed,
    '-c',
    `user.signingkey=${join(folder, 'eve')}`,
    'commit',
    '-q',
    '-S',
    '-m',
    'by eve',
  );
  await git(work, 'push', '-q', '--force', 'origin', 'HEAD:main');
  assert.match(await start('by-eve'), /is not signed by any of the allowed signers/);
});
