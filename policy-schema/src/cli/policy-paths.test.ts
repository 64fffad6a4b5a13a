import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { policyPaths } from './policy-paths.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-policies-'));
});
after(() => rm(folder, { recursive: true }));

const found = async (): Promise<string[]> =>
  (await policyPaths(folder)).map((path) => relative(folder, path));

test('policies are found in folders and through links, each once; hidden names are left out', async () => {
  await mkdir(join(folder, '..2026_01'));
  await mkdir(join(folder, 'team'));
  await writeFile(join(folder, '..2026_01', 'a.policy.yaml'), '');
  await symlink('..2026_01', join(folder, '..data'));
  await symlink('..data/a.policy.yaml', join(folder, 'a.policy.yaml'));
  await writeFile(join(folder, 'team', 'b.policy.json'), '');
  await writeFile(join(folder, 'team', '.c.policy.yaml'), '');
  await writeFile(join(folder, 'team', 'notes.yaml'), '');
  await symlink(folder, join(folder, 'team', 'round'));
  await symlink('team', join(folder, 'other'));
  assert.deepEqual(await found(), ['a.policy.yaml', 'other/b.policy.json', 'team/b.policy.json']);
});

test('a link to nothing is an error that names it, not a policy less', async () => {
  await symlink('gone', join(folder, 'more.policy.yaml'));
  await assert.rejects(found(), { code: 'ENOENT', path: join(folder, 'more.policy.yaml') });
  await rm(join(folder, 'more.policy.yaml'));
  await symlink('gone', join(folder, 'folder'));
  await assert.rejects(found(), { code: 'ENOENT', path: join(folder, 'folder') });
});
