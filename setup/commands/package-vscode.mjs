import { join } from 'node:path';
import { install } from '../install/all.mjs';
import { pinnedNode, root } from '../paths.mjs';
import { runVisibly } from '../process/run-visibly.mjs';

/** Packs the VS Code extension and prints the path of the VSIX. */
export async function packageVscode() {
  await install('node', 'vscode');
  return runVisibly(pinnedNode, [join(root, 'extension-vscode', 'package-vsix.mjs')]);
}
