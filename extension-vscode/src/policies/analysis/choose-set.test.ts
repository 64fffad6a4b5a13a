import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import type { Folders } from '@vectorgate/policy-schema/surroundings';
import { chooseSet } from './choose-set.ts';

/** Folders in which nothing but a gateway's configuration lies, at these places. */
const folders = (...configs: readonly string[]): Folders => ({
  parentOf: (path) => (path === '/' ? undefined : posix.dirname(path)),
  nameOf: (path) => posix.basename(path),
  inside: (folder, name) => posix.join(folder, name),
  isThere: async (path) => configs.includes(path),
});
const found = (...paths: readonly string[]) => paths.map((path) => ({ path, workspace: '/w' }));
const none = { open: [], named: [] };
const two = {
  ...none,
  found: found('/w/a/policies/x.policy.yaml', '/w/b/policies/y.policy.yaml'),
};
const disk = folders('/w/a/vectorgate.yaml', '/w/b/vectorgate.yaml');

test('where there is one set of policies, it is that', async () => {
  assert.deepEqual(await chooseSet({ ...none, found: found('/w/p/x.policy.yaml') }, folders()), {
    file: '/w/p/x.policy.yaml',
    workspace: '/w',
  });
});

test('of several sets the one that is open, else the one that has the rules that decided', async () => {
  const open = await chooseSet({ ...two, open: ['/w/other.txt', '/w/b/policies/y.policy.yaml'] }, disk);
  assert.equal(typeof open === 'object' && open.file, '/w/b/policies/y.policy.yaml');
  const named = await chooseSet({ ...two, named: ['./y.policy.yaml'] }, disk);
  assert.equal(typeof named === 'object' && named.file, '/w/b/policies/y.policy.yaml');
});

test('what cannot be told is not guessed', async () => {
  assert.match(String(await chooseSet(two, disk)), /2 sets of policies are in this workspace/);
  assert.match(
    String(await chooseSet({ ...two, named: ['x.policy.yaml', 'y.policy.yaml'] }, disk)),
    /Open a file of the one/,
  );
  assert.match(String(await chooseSet({ ...none, found: [] }, disk)), /No policies are in this workspace/);
});
