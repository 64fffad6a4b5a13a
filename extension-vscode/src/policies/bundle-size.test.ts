import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const entry = (path: string): string =>
  fileURLToPath(new URL(`../../../policy-schema/src/${path}`, import.meta.url));

/**
 * Bytes of each, compressed: what a page in a browser loads before it says its first word about a policy, or runs a test. The
 * language's 122,880 are 120 KB of 1,024 bytes.
 */
const entries = { 'language/index.ts': 122_880, 'test-run/index.ts': 130_000 };

for (const [path, most] of Object.entries(entries)) {
  test(`${path} stands in a browser, and is small`, async () => {
    const { outputFiles } = await build({
      entryPoints: [entry(path)],
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
}
