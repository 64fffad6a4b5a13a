import { install } from '../install/all.mjs';
import { npmProgram, venvProgram } from '../paths.mjs';
import { runVisibly } from '../process/run-visibly.mjs';
import { pythonFolders } from '../tests/python-folders.mjs';

/** Writes formatting and what lint can mend by itself. */
export async function format() {
  await install('node', 'python');
  const folders = await pythonFolders();
  const codes = [
    await runVisibly(npmProgram('biome'), ['check', '--write', '.']),
    await runVisibly(venvProgram('ruff'), ['check', '--fix', ...folders]),
    await runVisibly(venvProgram('ruff'), ['format', ...folders]),
  ];
  return Math.max(...codes);
}
