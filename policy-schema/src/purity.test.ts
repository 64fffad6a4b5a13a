import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** The same code runs in the gateway, an extension host and a browser: only the command line may use Node. */
test('invariant 9: nothing but src/cli and tests uses Node', () => {
  const folder = new URL('./', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/^cli\/|(^|\/)testing\//.test(name),
  );
  assert.ok(files.length > 60);
  for (const name of files) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    assert.doesNotMatch(text, /from 'node:|\bprocess\.|\bBuffer\.|\brequire\(/, name);
    assert.doesNotMatch(text, /new Function|\beval\(/, name);
    assert.doesNotMatch(text, /from '[^']*testing\//, name);
  }
});
