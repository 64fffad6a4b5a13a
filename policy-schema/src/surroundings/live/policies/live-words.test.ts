import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Live, liveFileOf, liveWords } from './live-words.ts';

const live: Live = { revision: 12, digest: 'd', commit: '', source: 'published', files: [] };

test('the line names what is live, and how the file stands to it', () => {
  assert.deepEqual(
    [
      liveWords({ ...live, commit: '3f2a91c' }, { rules: 2 }),
      liveWords(live, { rules: 1 }),
      liveWords(live, { rules: 0 }),
      liveWords(live, { same: true }),
      liveWords(live, 'not-there'),
      liveWords(live, 'unknown'),
      liveWords({ revision: 12, digest: 'd', commit: '', source: 'git' }, { same: true }),
    ],
    [
      'live · commit 3f2a91c · 2 rules differ',
      'live · revision 12 · 1 rule differs',
      'live · revision 12 · same rules, in other words',
      'live · revision 12 · same as here',
      'live · revision 12 · this file is not in it',
      'live · revision 12',
      'live · revision 12',
    ],
  );
});

test('a file is the one whose path ends like its own, or the only one of its name', () => {
  const file = (path: string) => ({ path, text: '' });
  const files = [file('a.policy.yaml'), file('team/a.policy.yaml'), file('team/b.policy.yaml')];
  assert.equal(liveFileOf(files, '/w/policies/team/a.policy.yaml')?.path, 'team/a.policy.yaml');
  assert.equal(liveFileOf(files, '/w/policies/a.policy.yaml')?.path, 'a.policy.yaml');
  assert.equal(liveFileOf(files, 'C:\\w\\b.policy.yaml')?.path, 'team/b.policy.yaml');
  assert.equal(liveFileOf(files, '/w/c.policy.yaml'), undefined);
});
