import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const core = fileURLToPath(new URL('../../../policy-schema/src/language/index.ts', import.meta.url));

/** Bytes, compressed: what a page in a browser loads before it says its first word about a policy. */
const most = 120_000;

test('the language core stands in a browser, and is small', async () => {
  const { outputFiles } = await build({
    entryPoints: [core],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2024',
    write: false,
    logLevel: 'error',
  });
  const [bundle] = outputFiles;
  assert.ok(bundle);
  const { length } = gzipSync(bundle.contents, { level: 9 });
  assert.ok(length <= most, `${length} bytes`);
});
