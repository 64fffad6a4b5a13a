import assert from 'node:assert/strict';
import { test } from 'node:test';
import { injectEnvironment } from './inject-environment.ts';

test('what was put in is taken out, and what others changed meanwhile is theirs', () => {
  const environment: Record<string, string | undefined> = { PYTHONPATH: '/mine', HOME: '/home' };
  const undo = injectEnvironment(environment, { VECTORGATE_BROKER: '/s', PYTHONPATH: '/shim', OTHER: '1' });
  assert.deepEqual(environment, { PYTHONPATH: '/shim', HOME: '/home', VECTORGATE_BROKER: '/s', OTHER: '1' });
  environment.OTHER = '2';
  undo();
  assert.deepEqual(environment, { PYTHONPATH: '/mine', HOME: '/home', OTHER: '2' });
});
