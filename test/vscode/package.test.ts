import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { packVsix } from './pack-extension.ts';

test('packing the extension warns of nothing, and ends with the whole path of the VSIX', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [packVsix]);
  assert.doesNotMatch(stdout + stderr, /WARN|ERROR/);
  const path = stdout.trimEnd().split('\n').at(-1) ?? '';
  assert.ok(isAbsolute(path), path);
  assert.match(path, /vectorgate-\d+\.\d+\.\d+\.vsix$/);
  const vsix = await readFile(path, 'latin1');
  // SQLite's program and the thread that runs it are files of their own, read with the first archive.
  // Those of the web are for VS Code without Node.
  for (const file of [
    'archive-thread.cjs',
    'sandbox-thread.cjs',
    'archive.js',
    'sql-wasm.wasm',
    'extension.web.js',
    'policy-server.web.js',
    'archive-worker.web.js',
  ])
    assert.ok(vsix.includes(`extension/dist/${file}`), file);
  assert.ok(vsix.includes('extension/schema/catalog.v1.draft-07.schema.json'));
  // What the extension runs from, and the shim of its kernels.
  for (const part of ['dist/', 'vectorgate_shim/', 'walkthrough/', 'media/', 'LICENSE'])
    assert.ok(stdout.includes(part), part);
});
