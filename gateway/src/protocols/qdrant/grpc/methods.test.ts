import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import type { DescFile, DescService } from '@bufbuild/protobuf';
import { planOf } from '@vectorgate/store-messages/protobuf';
import { qdrantMethods, refusedMethods } from '@vectorgate/store-messages/qdrant';
import { qdrantOperations } from '../operations.ts';

/** The descriptors that Qdrant's own client is made of; its index leaves the services out. */
const folder = new URL('./proto/', import.meta.resolve('@qdrant/js-client-grpc'));

async function services(): Promise<readonly DescService[]> {
  const found = new Map<string, DescService>();
  for (const name of await readdir(folder)) {
    if (!name.endsWith('_pb.js')) continue;
    const module: Record<string, unknown> = await import(new URL(name, folder).href);
    for (const value of Object.values(module))
      if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'file')
        for (const service of (value as DescFile).services) found.set(service.typeName, service);
  }
  return [...found.values()];
}

test('every method of Qdrant’s services has a line, and reads the message that the method takes', async () => {
  const all = await services();
  assert.deepEqual(all.map(({ typeName }) => typeName).sort(), [
    'qdrant.Collections',
    'qdrant.Points',
    'qdrant.Qdrant',
    'qdrant.Snapshots',
  ]);
  let methods = 0;
  for (const { typeName, methods: described } of all)
    for (const { name, input, methodKind } of described) {
      methods++;
      const line = qdrantMethods.find((one) => one.service === typeName && one.method === name);
      assert.ok(line !== undefined, `${typeName}/${name}`);
      assert.equal(methodKind, 'unary', `${typeName}/${name}`);
      assert.equal(line.message, input, `${typeName}/${name}`);
    }
  assert.ok(methods >= 51, `${methods} methods are described`);
});

test('lines are unique, and those that are read are operations of REST’s', () => {
  const names = [...qdrantMethods, ...refusedMethods].map(({ service, method }) => `${service}/${method}`);
  assert.equal(new Set(names).size, names.length);
  for (const { service, method, operation, message } of qdrantMethods) {
    const line = qdrantOperations.find(({ id }) => id === operation);
    assert.equal(typeof line?.judge, 'function', `${service}/${method}`);
    const fields = planOf(message).byName;
    const parameters = ['wait', 'ordering', 'timeout'].filter((name) => fields.has(name));
    if (fields.has('read_consistency')) parameters.push('consistency');
    for (const name of parameters)
      assert.ok(line?.parameters?.includes(name), `${service}/${method} may carry ${name}`);
  }
});

test('what answers in streams or with raw files is refused', () => {
  assert.deepEqual([...new Set(refusedMethods.map(({ service }) => service))].sort(), [
    'grpc.health.v1.Health',
    'grpc.reflection.v1.ServerReflection',
    'grpc.reflection.v1alpha.ServerReflection',
    'qdrant.StorageRead',
  ]);
});
