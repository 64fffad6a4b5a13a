import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canaryTrouble } from './canary-trouble.ts';

const nowhere = (): void => assert.fail();
const terminal = { out: nowhere, err: nowhere, colour: false, now: Date.now };

test('why a branch does not run beside the policies in force is one line, and nothing where it does', () => {
  const trouble = { message: 'Commit 3f2a91c does not\nload.', remedy: 'Correct it.', since: '' };
  assert.equal(
    canaryTrouble({ branch: 'next', trouble }, terminal),
    'trouble   Commit 3f2a91c does not\\u{a}load. Correct it.\n',
  );
  for (const fine of [undefined, { branch: 'next', commit: '3f2a91c' }])
    assert.equal(canaryTrouble(fine, terminal), '');
});
