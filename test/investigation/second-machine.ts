import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Ran } from '../harness/run-gateway.ts';
import { runVectorgate } from '../harness/run-vectorgate.ts';

const withoutNetwork = pathToFileURL(join(import.meta.dirname, 'without-network.mjs')).href;

/** Verifies an archive where nobody ever signed in, with nothing but it and the gateway's public keys, and no network. */
export async function onSecondMachine(archive: string, keys: string): Promise<Ran> {
  const home = await mkdtemp(join(tmpdir(), 'vectorgate-elsewhere-'));
  try {
    const file = join(home, basename(archive));
    const key = join(home, 'gate.keys');
    await copyFile(archive, file);
    await copyFile(keys, key);
    const runtime = join(home, 'run');
    await mkdir(runtime, { mode: 0o700 });
    return await runVectorgate(['sessions', 'verify', file, '--key', key], {
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_RUNTIME_DIR: runtime,
      NO_COLOR: '1',
      NODE_OPTIONS: `--import=${withoutNetwork}`,
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
