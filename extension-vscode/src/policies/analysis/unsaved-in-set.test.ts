import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { unsavedInSet } from './unsaved-in-set.ts';

test('policies and tests below the folder and the configuration belong to the set, nothing else', () => {
  const at = (...names: string[]): string => join('/work', ...names);
  const own = [
    at('policies', 'a.policy.yaml'),
    at('policies', 'deep', 'b.policy.json'),
    at('policies', 'a.policy-test.yaml'),
    at('vectorgate.yaml'),
  ];
  const others = [
    at('policies-of-others', 'c.policy.yaml'),
    at('policies', 'notes.md'),
    at('other', 'vectorgate.yaml'),
    at('main.py'),
  ];
  const place = { file: own[0]!, folder: at('policies'), config: own[3] };
  assert.deepEqual(
    unsavedInSet(
      place,
      [...others, ...own].map((path) => ({ path })),
    ),
    own,
  );
});
