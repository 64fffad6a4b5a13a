import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pino } from 'pino';
import type { Configuration, PolicyGitConfiguration } from '../../configuration/configuration.ts';
import { KeptPolicies } from '../../sessions/export/kept-policies.ts';
import type { LogRecorder } from '../../sessions/log-recorder.ts';
import { openTestRecorder } from '../../sessions/testing/open-test-recorder.ts';
import type { ChangeDiff } from '../change/change-diff.ts';
import type { diffPolicies } from '../change/diff-policies.ts';
import { PolicyHistory } from '../history/policy-history.ts';
import { PolicyInForce } from '../policy-in-force.ts';
import type { CanaryFollowing } from '../policy-status.ts';
import { GitSource } from './git-source.ts';

const run = promisify(execFile);
const key = new Uint8Array(32).fill(7);
const nothing: ChangeDiff = { widens: false, summary: 'nothing', rows: [], more: 0, rules: [] };
let folder: string;
let work: string;
let recorder: LogRecorder;
let running: PolicyInForce | undefined;
let lines: string[];
/** What each comparison waits for, and how many began. */
let comparing: Promise<void>;
let comparisons: number;

const git = async (...args: string[]): Promise<string> => {
  const who = ['-c', 'user.name=Pia', '-c', 'user.email=pia@example.com', '-c', 'gpg.format=ssh'];
  const { stdout } = await run('git', [...who, '-c', `user.signingkey=${join(folder, 'pia')}`, ...args], {
    cwd: work,
  });
  return stdout.trim();
};

const policy = (name: string): string =>
  `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: ${name}, owner: data, contact: "mailto:data@example.com" }\nspec: { rules: [] }\n`;

/** Commits a file where the work tree stands. Resolves to the commit. */
async function commit(name: string, text = policy(name), ...args: string[]): Promise<string> {
  await mkdir(join(work, 'policies'), { recursive: true });
  await writeFile(join(work, 'policies', `${name}.policy.yaml`), text);
  await git('add', '-A');
  await git('commit', '-q', '-m', name, ...args);
  return git('rev-parse', 'HEAD');
}

/** Starts as a gateway does. */
async function start(more: Partial<PolicyGitConfiguration> = {}): Promise<PolicyInForce> {
  const settings = { repository: work, branch: 'main', canary: 'next', path: 'policies', allowForced: false };
  const configuration = {
    data: join(folder, 'data'),
    connections: [],
    issuers: [],
    policy: { signatures: 'required', git: { ...settings, everySeconds: 0.1, ...more } },
  } as unknown as Configuration;
  const keeping = {
    history: await PolicyHistory.open(join(folder, 'data', 'policy'), key),
    texts: new KeptPolicies(join(folder, 'data', 'policies')),
  };
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const { git: followed } = configuration.policy;
  const source = await GitSource.open(followed!, configuration, log, keeping.history.last?.commit?.commit);
  // What a set does to whom is found out in a thread that is slow to start, and is not what is tested here.
  const compare: typeof diffPolicies = async () => {
    comparisons += 1;
    await comparing;
    return nothing;
  };
  running = new PolicyInForce(configuration, log, source.first, keeping, source, compare);
  await running.begin(recorder);
  return running;
}
const beside = (): CanaryFollowing | undefined => running?.status().following?.canary;
const inForce = (): string | undefined => running?.status().revision.commit;

async function until(what: string, question: () => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; !question(); await pause(20))
    if (Date.now() > end) assert.fail(`${what}: ${JSON.stringify([running?.status(), lines])}`);
}
const runs = (made: string): Promise<void> => until(`${made} runs beside`, () => beside()?.commit === made);
const trouble = (wanted: RegExp): Promise<void> =>
  until(String(wanted), () => wanted.test(beside()?.trouble?.message ?? ''));
const rests = (wanted: RegExp): Promise<void> =>
  until(String(wanted), () => wanted.test(beside()?.idle ?? ''));
/** What is recorded, the oldest first: what, of which commit, by whom. */
const recorded = async (): Promise<readonly (string | undefined)[][]> =>
  (await recorder.listRecords())
    .reverse()
    .map(({ policy: told }) => [told?.event, told?.commit, told?.author ?? '', String(told?.widens)]);
const pia = 'Pia <pia@example.com>';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-git-canary-'));
  work = join(folder, 'work');
  lines = [];
  comparing = Promise.resolve();
  comparisons = 0;
  await mkdir(work);
  await git('init', '-q', '-b', 'main');
  recorder = await openTestRecorder(join(folder, 'records'));
});
afterEach(async () => {
  await running?.close();
  running = undefined;
  await recorder.close();
  await rm(folder, { recursive: true });
});

test('a second branch runs beside the one in force, as it changes, and ends with a record when it is merged', async () => {
  const first = await commit('main');
  await git('checkout', '-q', '-b', 'next');
  const tried = await commit('tried');
  await start();
  await runs(tried);
  const again = await commit('again');
  await runs(again);
  assert.equal(inForce(), first);
  await git('checkout', '-q', 'main');
  await git('merge', '-q', '--ff-only', 'next');
  await rests(/^Branch next has nothing that is not in force \(.{7}\)\.$/);
  assert.deepEqual([inForce(), running?.canary, beside()?.trouble], [again, undefined, undefined]);
  await running?.close();
  assert.deepEqual(await recorded(), [
    ['canary-started', tried, pia, 'false'],
    ['canary-started', again, pia, 'false'],
    ['canary-stopped', again, pia, 'false'],
    ['policy-changed', again, pia, 'false'],
  ]);
});

test('what is squashed into the one in force ends too, and the branch may begin anew', async () => {
  await commit('main');
  await git('checkout', '-q', '-b', 'next');
  const tried = await commit('tried');
  await start();
  await runs(tried);
  await git('checkout', '-q', 'main');
  await git('merge', '-q', '--squash', 'next');
  await git('commit', '-q', '-m', 'squashed');
  const squashed = await git('rev-parse', 'HEAD');
  await rests(/nothing that is not in force/);
  assert.equal(inForce(), squashed);
  await git('checkout', '-q', '-B', 'next', 'main');
  await runs(await commit('another'));
});

test('when others come into force it runs beside those: its end and its new start are records', async () => {
  await commit('main');
  await git('checkout', '-q', '-b', 'next');
  const tried = await commit('tried');
  await start();
  await runs(tried);
  const [before, first] = [running?.canary, running?.set.revision.digest];
  await git('checkout', '-q', 'main');
  const other = await commit('other');
  await until('it runs beside the other', () => inForce() === other && running?.canary !== undefined);
  assert.notEqual(running?.canary, before);
  assert.equal(beside()?.commit, tried);
  await running?.close();
  const [old, now] = [first, running?.set.revision.digest];
  assert.deepEqual(
    (await recorder.listRecords()).reverse().map(({ policy: told }) => [told?.event, told?.from]),
    [
      ['canary-started', old],
      ['canary-stopped', old],
      ['policy-changed', old],
      ['canary-started', now],
    ],
  );
});

test('what does not load, goes back or is not signed is told once; what ran, and what is in force, stay', async () => {
  const first = await commit('main');
  await git('checkout', '-q', '-b', 'next');
  const tried = await commit('tried');
  await start();
  await runs(tried);
  const canary = running?.canary;
  const broken = await commit('broken', 'kind: Policy\n');
  await trouble(
    new RegExp(`^Commit ${broken.slice(0, 7)} does not load\\. broken\\.policy\\.yaml:\\d+:\\d+ .+`),
  );
  await git('checkout', '-q', '--detach', first);
  const rewritten = await commit('rewritten');
  await git('branch', '-q', '-f', 'next');
  await trouble(
    new RegExp(
      `^The branch was rewritten: .* ${rewritten.slice(0, 7)} does not follow ${tried.slice(0, 7)}, which was taken before`,
    ),
  );
  assert.deepEqual([running?.canary, inForce(), running?.status().ok], [canary, first, true]);
  // Half a second more of looks: it was said already.
  await pause(500);
  for (const said of [/does not load/, /was rewritten/])
    assert.equal(lines.filter((line) => said.test(line)).length, 1, String(said));
  await running?.close();

  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'pia')]);
  const allowedSigners = join(folder, 'signers');
  await writeFile(allowedSigners, `pia@example.com ${await readFile(join(folder, 'pia.pub'), 'utf8')}`);
  await git('checkout', '-q', 'main');
  const signed = await commit('signed', policy('signed'), '-S');
  await git('checkout', '-q', '-B', 'next', tried);
  await start({ allowedSigners });
  await trouble(/^Commit .{7} is not signed by any of the allowed signers\.$/);
  assert.deepEqual([inForce(), running?.canary], [signed, undefined]);
  await runs(await commit('by-pia', policy('by-pia'), '-S'));
  assert.equal(beside()?.trouble, undefined);
});

test('a branch that is not there, or no more, is told; deleting it or putting it back ends what runs, and it may begin anew', async () => {
  await commit('main');
  await start();
  await rests(/^Branch next is not in the repository\. Push it, or correct policy\.git\.canary\.$/);
  await git('checkout', '-q', '--orphan', 'next');
  await runs(await commit('tried'));
  await git('checkout', '-q', 'main');
  await git('branch', '-q', '-D', 'next');
  await rests(/is not in the repository/);
  assert.equal(running?.canary, undefined);
  await running?.close();
  await start();
  await rests(/is not in the repository/);
  assert.equal(running?.canary, undefined);
  assert.deepEqual(
    (await recorded()).map(([event]) => event),
    ['canary-started', 'canary-stopped'],
  );
  await git('checkout', '-q', '--orphan', 'next');
  await runs(await commit('anew'));
  await git('checkout', '-q', '--detach', 'main');
  await git('branch', '-q', '-f', 'next');
  await rests(/nothing that is not in force/);
  assert.equal(running?.canary, undefined);
});

test('what is compared when its branch is deleted does not start, and the branch may begin anew', async () => {
  await commit('main');
  await git('checkout', '-q', '-b', 'next');
  const tried = await commit('tried');
  let compared = (): void => {};
  comparing = new Promise((resolve) => {
    compared = resolve;
  });
  await start();
  await until('it is compared', () => comparisons === 1);
  await git('checkout', '-q', 'main');
  await git('branch', '-q', '-D', 'next');
  await rests(/is not in the repository/);
  compared();
  await pause(300);
  assert.deepEqual([running?.canary, await recorded()], [undefined, []]);
  assert.match(beside()?.idle ?? '', /is not in the repository/);
  await git('checkout', '-q', '--detach', tried);
  const anew = await commit('anew');
  await git('branch', '-q', 'next');
  await runs(anew);
  await running?.close();
  assert.deepEqual(await recorded(), [['canary-started', anew, pia, 'false']]);
});

test('a start takes it up again while the repository is away, and does not follow what was rewritten meanwhile', async () => {
  const first = await commit('main');
  await git('checkout', '-q', '-b', 'next');
  const tried = await commit('tried');
  await start();
  await runs(tried);
  await running?.close();
  await rename(work, `${work}.away`);
  await start();
  await runs(tried);
  await rename(`${work}.away`, work);
  await git('checkout', '-q', '--detach', first);
  await commit('rewritten');
  await git('branch', '-q', '-f', 'next');
  await trouble(/^The branch was rewritten/);
  await running?.close();
  await start();
  await trouble(/^The branch was rewritten/);
  assert.deepEqual([beside()?.commit, inForce()], [tried, first]);
});
