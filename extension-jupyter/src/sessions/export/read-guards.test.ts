import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contents } from '@jupyterlab/services';
import { policiesIn, readGuards } from './read-guards.ts';

const files: Readonly<Record<string, string>> = {
  'policies/b.policy.yaml': 'b',
  'policies/a.policy.json': 'a',
  'policies/a.policy-test.yaml': 'test',
  'notes.md': 'notes',
  'top.policy.yaml': 'top',
};
const folders = ['', 'policies', 'empty'];
const contents = {
  get: async (path: string): Promise<Contents.IModel> => {
    if (!folders.includes(path)) return { type: 'file', path, content: files[path] } as Contents.IModel;
    const content = Object.keys(files)
      .filter((one) => one.split('/').slice(0, -1).join('/') === path)
      .map((one) => ({ type: 'file', path: one }));
    return { type: 'directory', path, content } as unknown as Contents.IModel;
  },
};

test('a file, or the policies of a folder, are read by their paths in it', async () => {
  assert.deepEqual(await policiesIn(contents, ''), ['top.policy.yaml']);
  assert.deepEqual(await readGuards(contents, 'policies'), [
    { path: 'a.policy.json', text: 'a' },
    { path: 'b.policy.yaml', text: 'b' },
  ]);
  assert.deepEqual(await readGuards(contents, 'policies/b.policy.yaml'), [
    { path: 'b.policy.yaml', text: 'b' },
  ]);
  assert.deepEqual(await readGuards(contents, 'top.policy.yaml'), [{ path: 'top.policy.yaml', text: 'top' }]);
  await assert.rejects(readGuards(contents, 'empty'), /empty holds no policy file/);
});
