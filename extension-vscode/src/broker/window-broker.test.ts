import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { WindowBroker } from './window-broker.ts';

const terminals = () => {
  const kept = new Map<string, string>();
  return {
    kept,
    persistent: true,
    description: undefined,
    clear: () => kept.clear(),
    replace: (name: string, value: string) => void kept.set(name, value),
    prepend: (name: string, value: string) => void kept.set(name, value),
  };
};

const open = (environment: Record<string, string | undefined>, toTerminals = terminals()) =>
  new WindowBroker({
    holder: { signedIn: async () => false, token: () => Promise.reject(new Error('nobody')) },
    discover: () => Promise.reject(new Error('none')),
    shim: '/shim',
    environment,
    terminals: toTerminals,
    terminalsHavePythonPath: () => false,
    changed: () => {},
  });

test('kernels and terminals of a governed window are led to its broker, and no longer once it is not', async () => {
  const environment: Record<string, string | undefined> = { PYTHONPATH: '/mine' };
  const toTerminals = terminals();
  const broker = open(environment, toTerminals);
  await broker.become(true);
  const socket = environment.VECTORGATE_BROKER ?? '';
  assert.ok(existsSync(socket));
  assert.equal(environment.PYTHONPATH, ['/shim', '/mine'].join(delimiter));
  assert.equal(toTerminals.kept.get('VECTORGATE_BROKER'), socket);
  assert.equal(toTerminals.kept.get('PYTHONPATH'), `/shim${delimiter}`);
  await broker.become(false);
  assert.deepEqual(environment, { PYTHONPATH: '/mine' });
  assert.equal(toTerminals.kept.size, 0);
  assert.ok(!existsSync(socket));
});

test('however often and fast it changes its mind, there is one broker or none', async () => {
  const environment: Record<string, string | undefined> = {};
  const broker = open(environment);
  await Promise.all([true, true, false, true, false, true].map((governed) => broker.become(governed)));
  assert.ok(broker.runs);
  const socket = environment.VECTORGATE_BROKER ?? '';
  await broker.become(true);
  assert.equal(environment.VECTORGATE_BROKER, socket);
  await broker.become(false);
  assert.ok(!broker.runs);
  assert.deepEqual(environment, {});
});
