import { join } from 'node:path';
import { install } from '../install/all.mjs';
import { pinnedNode, root } from '../paths.mjs';
import { environment } from '../process/environment.mjs';
import { runVisibly } from '../process/run-visibly.mjs';

/** The demo without a browser: real kernels, every call of the table for every person. */
export async function smoke(args) {
  await install('node', 'python', 'jupyter');
  return runVisibly(pinnedNode, [join(root, 'test', 'smoke', 'main.ts'), ...args], {
    env: await environment(),
  });
}
