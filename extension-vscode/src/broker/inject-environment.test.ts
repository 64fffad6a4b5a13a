import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { injectEnvironment } from './inject-environment.ts';
import { withoutShim, withShim } from './python-path.ts';

test('what was put in is taken out, and what others changed meanwhile is theirs', () => {
  const environment: Record<string, string | undefined> = { PYTHONPATH: '/mine', HOME: '/home' };
  const undo = injectEnvironment(environment, { VECTORGATE_BROKER: '/s', PYTHONPATH: '/shim', OTHER: '1' });
  assert.deepEqual(environment, { PYTHONPATH: '/shim', HOME: '/home', VECTORGATE_BROKER: '/s', OTHER: '1' });
  environment.OTHER = '2';
  undo();
  assert.deepEqual(environment, { PYTHONPATH: '/mine', HOME: '/home', OTHER: '2' });
});

test('the shim stands in front of PYTHONPATH once, and leaves the rest as it was', () => {
  const both = ['/shim', '/a', '/b'].join(delimiter);
  assert.equal(withShim('/shim', ['/a', '/shim', '/b'].join(delimiter)), both);
  assert.equal(withShim('/shim', undefined), '/shim');
  assert.equal(withoutShim('/shim', both), ['/a', '/b'].join(delimiter));
  assert.equal(withoutShim('/shim', '/shim'), undefined);
});
