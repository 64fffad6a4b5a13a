import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onOtherSession } from './on-other-session.ts';

test('it calls back when a sign-in ends or is another, not when one begins or nothing changed', () => {
  let listener = (): void => assert.fail('nobody listens');
  let key: string | undefined;
  const heard: (string | undefined)[] = [];
  onOtherSession(
    {
      onDidChange: (one) => {
        listener = one;
        return () => {};
      },
    },
    () => key,
    () => heard.push(key),
  );
  for (const next of [undefined, 'gate a', 'gate a', 'gate b', 'other b', undefined, 'gate a']) {
    key = next;
    listener();
  }
  assert.deepEqual(heard, ['gate b', 'other b', undefined]);
});
