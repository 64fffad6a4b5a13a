import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JsonMembers } from './json-members.ts';

test('members are found by key, few as well as many, and no key reaches a prototype', () => {
  const members = new JsonMembers();
  const keys = ['__proto__', 'constructor', 'toString', ...Array.from({ length: 20 }, (_, i) => `k${i}`)];
  for (const [at, key] of keys.entries()) {
    assert.equal(members.get(key), undefined);
    members.add({ key, keyStart: at, value: { kind: 'null', start: at, end: at + 4 } });
    for (const [place, known] of keys.slice(0, at + 1).entries())
      assert.equal(members.get(known)?.keyStart, place);
  }
  assert.equal(members.size, keys.length);
  assert.equal(members.has('hasOwnProperty'), false);
  assert.deepEqual(
    members.list.map(({ key }) => key),
    keys,
  );
});
