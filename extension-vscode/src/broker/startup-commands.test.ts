import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import {
  hasStartupCommand,
  startupCommand,
  withoutStartupCommand,
  withStartupCommand,
} from './startup-commands.ts';

test("ours comes first and once, and the person's own stay as they are", () => {
  const own = ['%load_ext x', 'import numpy as np'];
  assert.deepEqual(withStartupCommand(own), [startupCommand, ...own]);
  assert.deepEqual(withStartupCommand(withStartupCommand(own)), [startupCommand, ...own]);
  assert.deepEqual(withStartupCommand('import os'), [startupCommand, 'import os']);
  assert.deepEqual(withStartupCommand(undefined), [startupCommand]);
  assert.deepEqual(withoutStartupCommand(withStartupCommand(own)), own);
  assert.equal(withoutStartupCommand([startupCommand]), 'unset');
  assert.equal(hasStartupCommand([startupCommand]), true);
  assert.equal(hasStartupCommand(own), false);
});

test('what is neither text nor list is left alone', () => {
  assert.equal(withStartupCommand({ a: 1 }), undefined);
  assert.equal(withoutStartupCommand([1]), undefined);
});

test('it names no path and no line break, and Python runs it where there is no shim', () => {
  assert.doesNotMatch(startupCommand, /\\n|\n|\/|VECTORGATE_/);
  const { status, stderr } = spawnSync('python3', ['-S', '-c', startupCommand], { encoding: 'utf8' });
  assert.deepEqual([status, stderr], [0, '']);
});
