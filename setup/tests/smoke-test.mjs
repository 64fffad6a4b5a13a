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
  // Two at a time, and the data of Qdrant made once.
  const lanes = [
    [['--store', 'chroma']],
    ...(qdrant
      ? [
          [
            ['--store', 'qdrant'],
            ['--store', 'qdrant', '--grpc'],
          ],
        ]
      : []),
  ];
  const counts = await Promise.all(
    lanes.map(async (tables) => {
      let count = noTests;
      for (const args of tables) count = add(count, await oneTable(file, args));
      return count;
    }),
  );
  return counts.reduce(add, noTests);
}

/** Runs it, and prints what it said once it has said all: another may be at work beside it. */
async function oneTable(file, args) {
  const child = spawn(pinnedNode, [join(root, file), ...args], {
    cwd: root,
    env: await environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  process.stdout.write(`\n${['smoke', ...args].join(' ')}\n${output}`);
  const count = readCountLine(output) ?? noTests;
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}
