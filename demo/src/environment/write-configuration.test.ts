import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { writeConfiguration } from './write-configuration.ts';

test('sign-ins of the demo may come back to desktop builds that the gateway does not know by itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-configuration-'));
  try {
    const file = await writeConfiguration({
      folder,
      ports: { control: 1, data: 2, provider: 3, workloads: 4 },
      store: { kind: 'chroma', knownAs: 'chroma.internal:8000' },
      running: { url: 'http://127.0.0.1:5' },
      policies: folder,
      clientSecret: 'x',
    });
    const { editorOrigins } = parse(await readFile(file, 'utf8')) as { editorOrigins: readonly string[] };
    for (const scheme of ['vscodium', 'cursor'])
      assert.ok(editorOrigins.includes(`${scheme}://vectorgate.vectorgate`), scheme);
    // No wildcard, and no page on the network.
    for (const entry of editorOrigins) assert.match(entry, /^[a-z-]+:\/\/vectorgate\.vectorgate$/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
