import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../../../../demo/src/processes/free-port.ts';

const repository = resolve(import.meta.dirname, '../../../../..');

// What the command `chroma` does in the end: it imports the client's whole package first, which takes seconds.
const serverProgram = 'import sys, chromadb_rust_bindings as chroma; chroma.cli(["chroma", *sys.argv[1:]])';

/**
 * The Python in whose environment the real server and client are installed. Throws when there is none: tests against
 * the real thing are not left out silently.
 */
export function chromaPython(): string {
  const program = process.env.VECTORGATE_PYTHON ?? join(repository, '.vectorgate/venv/bin/python');
  if (!existsSync(program))
    throw new Error(
      `No Python at ${program}: run npm test from the repository, or let VECTORGATE_PYTHON name one with chromadb.`,
    );
  return program;
}

const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null ? Promise.resolve() : new Promise((done) => child.once('exit', done));

/** Starts a real Chroma server on a free loopback port with an empty data folder. */
export async function startChroma(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-chroma-'));
  const port = await freePort();
  // The shell ends the server when its own input ends: at `close`, and when this process is gone in whatever way.
  const child = spawn(
    'sh',
    [
      '-c',
      '"$@" < /dev/null & read -r _; kill -9 $!; wait',
      'sh',
      ...[
        chromaPython(),
        '-c',
        serverProgram,
        'run',
        '--path',
        folder,
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
      ],
    ],
    { stdio: ['pipe', 'ignore', 'ignore'] },
  );
  const url = `http://127.0.0.1:${port}`;
  const close = async (): Promise<void> => {
    child.stdin.end();
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) break;
    try {
      if ((await fetch(`${url}/api/v2/heartbeat`)).ok) return { url, close };
    } catch {
      // Not listening yet.
    }
    await wait(100);
  }
  await close();
  throw new Error('Chroma did not start.');
}
