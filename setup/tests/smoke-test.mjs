import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pinnedNode, root } from '../paths.mjs';
import { environment } from '../process/environment.mjs';
import { findProgram } from '../process/find-program.mjs';
import { add, noTests, readCountLine } from './count.mjs';

/** The smoke table as a tier for each store whose server is there, over each of its transports: each cell is one test. */
export async function smokeTest([file]) {
  const env = await environment();
  const qdrant = env.QDRANT_BINARY ?? (await findProgram(['qdrant']));
  let count = noTests;
  const qdrants = qdrant
    ? [
        ['--store', 'qdrant'],
        ['--store', 'qdrant', '--grpc'],
      ]
    : [];
  for (const args of [['--store', 'chroma'], ...qdrants]) count = add(count, await oneTable(file, args));
  return count;
}

async function oneTable(file, args) {
  const child = spawn(pinnedNode, [join(root, file), ...args], {
    cwd: root,
    env: await environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    process.stdout.write(text);
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  const count = readCountLine(output) ?? noTests;
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}
