import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const page = readFileSync(new URL('policy-testing.md', import.meta.url), 'utf8');
const hook = /^## Before a commit\n[\s\S]*?```sh\n([\s\S]*?)```/m.exec(page)?.[1] ?? '';
const root = fileURLToPath(new URL('..', import.meta.url));

test('the hook of the page lets good policies be committed, and names what is wrong with others', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vectorgate-hook-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const bin = join(folder, 'bin');
  const clone = join(folder, 'clone');
  mkdirSync(bin);
  mkdirSync(join(clone, '.githooks'), { recursive: true });
  symlinkSync(join(root, 'client', 'bin', 'vectorgate.mjs'), join(bin, 'vectorgate'));
  writeFileSync(join(clone, '.githooks', 'pre-commit'), hook, { mode: 0o755 });
  cpSync(join(root, 'demo', 'policies'), join(clone, 'policies'), { recursive: true });
  const policy = join(clone, 'policies', 'customer-insights.policy.yaml');
  const good = readFileSync(policy, 'utf8');
  const git = (...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=ana', '-c', 'user.email=ana@example.com', ...args], {
      cwd: clone,
      encoding: 'utf8',
      env: {
        PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
        HOME: folder,
        GIT_CONFIG_GLOBAL: '/dev/null',
      },
    });
  const commit = () => {
    git('add', '-A');
    const { status, stdout, stderr } = git('commit', '-m', 'policies');
    return { passed: status === 0, said: stdout + stderr };
  };
  git('init', '-q');
  git('config', 'core.hooksPath', '.githooks');
  const first = commit();
  assert.ok(first.passed, first.said);
  writeFileSync(policy, good.replace('effect: allow', 'effect: alow'));
  const wrong = commit();
  assert.equal(wrong.passed, false);
  assert.match(wrong.said, /customer-insights\.policy\.yaml:\d+[\s\S]*alow/);
  // What is staged counts, whatever lies in the folder by now.
  writeFileSync(policy, good);
  assert.equal(git('commit', '-m', 'policies').status, 1);
  writeFileSync(policy, good.replace(/^( *)effect: allow/m, '$1effect:    allow'));
  assert.equal(commit().passed, false, 'another style');
  writeFileSync(policy, good);
  writeFileSync(join(clone, 'notes.md'), 'Policies are as they were.\n');
  const last = commit();
  assert.ok(last.passed, last.said);
});
