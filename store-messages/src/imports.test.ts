import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** Imports of our own packages, and paths out of the package, in the files of a folder: each with its file. */
function ownImports(folder: URL): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  assert.ok(files.length > 20);
  return files.flatMap((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const up = '../'.repeat(name.split('/').length);
    return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)]
      .map(([, from = '']) => from)
      .filter((from) => from.startsWith('@vectorgate/') || from.startsWith(up))
      .map((from) => `${name}: ${from}`);
  });
}

test('what gateway and sandbox share imports nothing of ours', () => {
  assert.deepEqual(ownImports(new URL('./', import.meta.url)), []);
});

test('the person’s side knows nothing of the gateway but its API', () => {
  const found = ownImports(new URL('../../client/src/', import.meta.url));
  assert.ok(found.some((line) => line.includes('@vectorgate/store-messages')));
  assert.deepEqual(
    found.filter((line) => !/: @vectorgate\/(?:policy-schema|store-messages|replay-ui)\b/.test(line)),
    [],
  );
});
