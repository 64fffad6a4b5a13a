import { join } from 'node:path';
import { install } from '../install/all.mjs';
import { pinnedNode, root } from '../paths.mjs';
import { environment } from '../process/environment.mjs';
import { runVisibly } from '../process/run-visibly.mjs';

/** Measures what the masks leave to be seen: `--seed N`, `--sentences N`, `--examples N`. */
export async function benchMasking(args) {
  await install('node');
  return runVisibly(pinnedNode, [join(root, 'test', 'bench', 'masking', 'main.ts'), ...args], {
    env: await environment(),
  });
}
