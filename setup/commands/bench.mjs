import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { install } from '../install/all.mjs';
import { pinnedNode, root } from '../paths.mjs';
import { environment } from '../process/environment.mjs';
import { runVisibly } from '../process/run-visibly.mjs';
import { SetupError } from '../setup-error.mjs';

/** One benchmark by its name, the comparison with peers without one: `--list` names them. */
export async function bench(args) {
  const program = join(root, 'test', 'bench', 'main.ts');
  await access(program).catch((cause) => {
    throw new SetupError(
      'There is no benchmark in this clone (test/bench/main.ts).',
      'Check out a complete tree.',
      { cause },
    );
  });
  const workbench = ['vscode', 'archive-editors'].includes(args[0])
    ? ['jupyter', 'browser', 'vscode', 'codeServer']
    : [];
  await install('node', 'python', 'bench', ...workbench);
  return runVisibly(pinnedNode, [program, ...args], { env: await environment() });
}
