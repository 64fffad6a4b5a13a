import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interpreterOf } from './interpreter-of.ts';

test('a kernel tells its interpreter where its command line begins with a path', () => {
  assert.equal(interpreterOf(['/w/.venv/bin/python', '-m', 'ipykernel_launcher']), '/w/.venv/bin/python');
  assert.equal(interpreterOf(['python', '-m', 'ipykernel_launcher']), undefined);
  assert.equal(interpreterOf([]), undefined);
});
