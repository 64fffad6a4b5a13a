import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { pino } from 'pino';
import type { Configuration } from '../../configuration/configuration.ts';
import { GitSource } from './git-source.ts';

let folder: string;
let work: string;
const logger = pino({ level: 'silent' });

const git = async (...args: string[]): Promise<string> =>
  (
    await promisify(execFile)(
      'git',
      [
        '-c',
        'user.name=Pia',
        '-c',
        'user.email=pia@example.com',
        '-c',
        'protocol.file.allow=always',
        ...args,
      ],
      { cwd: work },
    )
  ).stdout.trim();

const policy = (name: string): string =>
  `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: ${name}, owner: data, contact: "mailto:data@example.com" }\nspec: { rules: [] }\n`;

/** Commits a file. Resolves to the commit. */
async function commit(name: string, text: string): Promise<string> {
  await mkdir(dirname(join(work, name)), { recursive: true });
  await writeFile(join(work, name), text);
  await git('add', '-A');
  await git('commit', '-q', '-m', name);
  return git('rev-parse', 'HEAD');
}

/** The branch is another from its first commit on. */
const rewrite = async (): Promise<string> => {
  await git('checkout', '-q', '--orphan', 'other');
  const made = await commit('policies/other.policy.yaml', policy('other'));
  await git('branch', '-q', '-M', 'main');
  return made;
};

const open = (kept?: string, repository = work): Promise<GitSource> => {
  const settings = { repository, branch: 'main', path: 'policies', everySeconds: 60, allowForced: false };
  const configuration = { data: join(folder, 'data'), connections: [], issuers: [] };
  return GitSource.open(settings, configuration as unknown as Configuration, logger, kept);
};
const inForce = ({ first }: GitSource): string | undefined => first.origin.commit?.commit;
/** Of a target: what no second branch asks for. */
const noCanary = {
  canary: undefined,
  startCanary: () => assert.fail(),
  stopCanary: () => assert.fail(),
} as const;
const copy = (): string => join(folder, 'data', 'policy', 'git');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-git-source-'));
  work = join(folder, 'work');
  await mkdir(work);
  await git('init', '-q', '-b', 'main');
});
afterEach(() => rm(folder, { recursive: true }));

test('which commit was in force is not taken for none where its name is damaged', async () => {
  await commit('policies/main.policy.yaml', policy('main'));
  await open();
  await rewrite();
  const accepted = join(copy(), 'refs', 'vectorgate', 'accepted');
  const [name = ''] = await readdir(accepted);
  for (const damaged of ['damaged', `${'1'.repeat(40)}\n`]) {
    await writeFile(join(accepted, name), damaged);
    await assert.rejects(open(), {
      code: 'policy',
      message: /cannot be told which commit was in force .* is damaged\. Restore that folder/,
    });
  }
});

test('a rewritten branch is not followed where the copy of the repository is gone, and what follows is', async () => {
  const first = await commit('policies/main.policy.yaml', policy('main'));
  await open();
  await rm(copy(), { recursive: true });
  const second = await commit('policies/more.policy.yaml', policy('more'));
  assert.equal(inForce(await open(first)), second);
  await rm(copy(), { recursive: true });
  await rewrite();
  await assert.rejects(open(second), {
    code: 'policy',
    message: /The branch was rewritten: .* does not follow/,
  });
});

test('a link to a folder and a submodule among the policies are refused: guards behind them would be left out', async () => {
  await commit('policies/main.policy.yaml', policy('main'));
  await mkdir(join(work, 'guards'));
  await symlink('../guards', join(work, 'policies', 'guards'));
  const linked = await commit('guards/guard.policy.yaml', policy('guard'));
  await assert.rejects(open(), {
    code: 'policy',
    message: new RegExp(`policies/guards in commit ${linked.slice(0, 7)} is a link\\.`),
  });
  await rm(join(work, 'policies', 'guards'));
  await git('add', '-A');
  await git('update-index', '--add', '--cacheinfo', `160000,${linked},policies/guards`);
  await git('commit', '-q', '-m', 'a submodule');
  await assert.rejects(open(), {
    code: 'policy',
    message: /policies\/guards in commit .{7} is a submodule\./,
  });
  await git('rm', '-q', '--cached', 'policies/guards');
  // Outside of the folder of the policies, and hidden, it is nothing to this gateway.
  await symlink('guards', join(work, 'elsewhere'));
  await symlink('../guards', join(work, 'policies', '.hidden'));
  const fine = await commit('policies/readme.md', 'made up');
  assert.equal(inForce(await open()), fine);
});

/** A server that takes connections and never says a word. */
async function silentServer(t: TestContext): Promise<{ address: string; asked: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `https://127.0.0.1:${port}/policies.git`,
    asked: async () => {
      if (sockets.size === 0) await once(server, 'connection');
    },
  };
}

test('a repository that does not answer delays neither the start, where a commit was in force, nor the end', {
  timeout: 90_000,
}, async (t) => {
  const first = await commit('policies/main.policy.yaml', policy('main'));
  const silent = await silentServer(t);
  await open();
  const accepted = join(copy(), 'refs', 'vectorgate', 'accepted');
  const [before = ''] = await readdir(accepted);
  // The same repository, by an address at which nobody answers now: git would be given 120 s.
  const name = createHash('sha256').update(`${silent.address}\nmain`).digest('hex').slice(0, 32);
  await copyFile(join(accepted, before), join(accepted, name));
  const source = await open(first, silent.address);
  assert.equal(inForce(source), first);
  const nothing = async (): Promise<void> => assert.fail('nothing is offered');
  source.follow({ ...noCanary, offer: nothing, refuse: nothing, settled: nothing });
  await silent.asked();
  await source.close();
  assert.equal(source.status().trouble, undefined);
});

test('what the branch has by now is offered as soon as it is followed', { timeout: 60_000 }, async () => {
  const first = await commit('policies/main.policy.yaml', policy('main'));
  await open();
  const second = await commit('policies/more.policy.yaml', policy('more'));
  const source = await open(first);
  assert.equal(inForce(source), first);
  const offered = await new Promise<string | undefined>((resolve, reject) =>
    source.follow({
      ...noCanary,
      offer: async ({ origin }) => resolve(origin.commit?.commit),
      refuse: () => reject(new Error('refused')),
      settled: () => reject(new Error('settled')),
    }),
  );
  await source.close();
  assert.equal(offered, second);
});
