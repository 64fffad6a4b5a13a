import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writtenAt } from './written-at.ts';

const commit = 'c'.repeat(40);
const policy = (text: string, path = 'a.policy.yaml') => ({ path, text });

test('what differs from the commit in a policy, and nothing else, is told', async () => {
  const at = (published: readonly { path: string; text: string }[]) =>
    writtenAt(
      {
        gitWritten: async () => ({ commit, author: 'Ana <ana@example.com>' }),
        gitFiles: async (folder, revision) =>
          folder === 'p' && revision === commit ? [policy('one\ntwo\n')] : [],
      },
      'p',
      published,
    );
  const said = (dirty: boolean) => ({ commit: { commit, dirty }, author: 'Ana <ana@example.com>' });
  assert.deepEqual(await at([policy('one\ntwo\n')]), said(false));
  assert.deepEqual(await at([policy('one\r\ntwo\r\n')]), said(false));
  assert.deepEqual(await at([policy('one\nthree\n')]), said(true));
  assert.deepEqual(await at([policy('one\ntwo\n', 'b.policy.yaml')]), said(true));
  assert.deepEqual(await at([policy('one\ntwo\n'), policy('', 'b.policy.yaml')]), said(true));
  assert.deepEqual(await at([]), said(true));
});

test('without a commit nothing is told, and what cannot be compared counts as changed', async () => {
  const gitFiles = async () => Promise.reject(new Error('too long'));
  assert.deepEqual(await writtenAt({ gitWritten: async () => ({}), gitFiles }, 'p', []), {});
  assert.deepEqual(await writtenAt({ gitWritten: gitFiles, gitFiles }, 'p', []), {});
  assert.deepEqual(await writtenAt({ gitWritten: async () => ({ commit }), gitFiles }, 'p', [policy('')]), {
    commit: { commit, dirty: true },
  });
});
