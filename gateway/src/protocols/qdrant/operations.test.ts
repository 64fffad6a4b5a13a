import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { qdrantOperations } from './operations.ts';

/** The types that Qdrant's own JavaScript client makes of its OpenAPI description: paths, methods, names. */
const description = new URL(
  'types/openapi/generated_schema.d.ts',
  new URL('../', import.meta.resolve('@qdrant/js-client-rest')),
);

const plain = (path: string): string => path.replace(/\{[^}]+\}/g, '{}');

async function described(): Promise<{ method: string; path: string; id: string }[]> {
  const text = await readFile(fileURLToPath(description), 'utf8');
  const paths = text.slice(text.indexOf('export interface paths'), text.indexOf('export type webhooks'));
  const found: { method: string; path: string; id: string }[] = [];
  let path = '';
  for (const line of paths.split('\n')) {
    const [, named] = /^ {4}"(\/[^"]*)": \{/.exec(line) ?? [];
    if (named !== undefined) path = named;
    const [, method, id] = /^ {8}(get|put|post|patch|delete): operations\["(\w+)"\]/.exec(line) ?? [];
    if (method !== undefined && id !== undefined) found.push({ method: method.toUpperCase(), path, id });
  }
  return found;
}

test('every operation of Qdrant’s own description has a line, under its own name', async () => {
  const all = await described();
  assert.ok(all.length >= 60, `${all.length} operations are described`);
  for (const { method, path, id } of all) {
    const line = qdrantOperations.find((one) => one.method === method && plain(one.path) === plain(path));
    assert.equal(line?.id, id, `${method} ${path}`);
  }
});
