import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { npmProgram, root, venvProgram } from '../paths.mjs';
import { runVisibly } from '../process/run-visibly.mjs';
import { add, noTests } from './count.mjs';
import { pythonFolders } from './python-folders.mjs';

/** Biome, the compiler and Ruff; each counts as one test. */
export async function checks() {
  const python = await pythonFolders();
  const extension = join(root, 'extension-jupyter');
  const hasExtension = await access(join(extension, 'tsconfig.json')).then(
    () => true,
    () => false,
  );
  const list = [
    ['Biome', npmProgram('biome'), ['check', '.']],
    ['types', npmProgram('tsc'), ['-p', '.']],
    ...(hasExtension
      ? [['types of the JupyterLab extension', npmProgram('tsc'), ['-p', extension, '--noEmit']]]
      : []),
    ['types of the replay', npmProgram('tsc'), ['-p', join(root, 'replay-ui')]],
    ['types of the VS Code extension', npmProgram('tsc'), ['-p', join(root, 'extension-vscode')]],
    ['types of its webview', npmProgram('tsc'), ['-p', join(root, 'extension-vscode', 'webview')]],
    ['types of it without Node', npmProgram('tsc'), ['-p', join(root, 'extension-vscode', 'web')]],
    ['Ruff lint', venvProgram('ruff'), ['check', '--quiet', ...python]],
    ['Ruff format', venvProgram('ruff'), ['format', '--check', '--quiet', ...python]],
  ];
  let count = noTests;
  for (const [name, program, args] of list) {
    const started = Date.now();
    const code = await runVisibly(program, args);
    process.stdout.write(
      `  ${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
    );
    count = add(
      count,
      code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 },
    );
  }
  return count;
}
