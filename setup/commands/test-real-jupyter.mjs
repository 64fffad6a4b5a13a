import { installFor, runTiers } from '../tests/run-tiers.mjs';

/**
 * The tests of the workbench with the real Jupyter extension instead of our double, where Open VSX can be reached, or
 * with VSIX files that are named. Not part of `npm test`: no package registry has it.
 */
export async function testRealJupyter(args) {
  process.env.VECTORGATE_JUPYTER_EXTENSION = (
    args.length > 0 ? args : ['ms-python.python', 'ms-toolsai.jupyter']
  ).join();
  await installFor(['vscode']);
  return runTiers(['vscode']);
}
