import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { sandboxEnvironment } from './sandbox-environment.ts';

const told = {
  VECTORGATE_BROKER: '/b',
  VECTORGATE_BROKER_KEY: 'b',
  VECTORGATE_SANDBOX: '/s',
  VECTORGATE_SANDBOX_KEY: 'k',
  PYTHONPATH: '/shim',
};

test('in a governed window the sandbox is named and nothing else changes', () => {
  assert.deepEqual(sandboxEnvironment(told, undefined), {
    VECTORGATE_SANDBOX: '/s',
    VECTORGATE_SANDBOX_KEY: 'k',
  });
});

test('elsewhere the shim comes along, once, before what was there', () => {
  assert.equal(sandboxEnvironment(told, '').PYTHONPATH, '/shim');
  assert.equal(
    sandboxEnvironment(told, ['/mine', '/shim'].join(delimiter)).PYTHONPATH,
    ['/shim', '/mine'].join(delimiter),
  );
});
