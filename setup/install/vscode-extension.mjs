import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { pinnedNode, root } from '../paths.mjs';
import { runQuietly } from '../process/run-quietly.mjs';
import { digestOf, isStamped, stamp } from '../stamp.mjs';

const folder = join(root, 'extension-vscode');
const shim = join(root, 'extension-jupyter', 'vectorgate_shim');

/** Bundles the VS Code extension into extension-vscode/dist/vsix, which an editor takes as it is. */
export async function installVscodeExtension(say) {
  const sources = [
    join(root, 'package-lock.json'),
    folder,
    join(root, 'client', 'src'),
    join(root, 'policy-schema', 'src'),
    join(root, 'replay-ui', 'src'),
    shim,
  ];
  const digest = await digestOf(sources, { leaveOut: ['node_modules', 'dist', '__pycache__'] });
  const bundle = join(folder, 'dist', 'vsix', 'dist', 'extension.cjs');
  const there = await access(bundle).then(
    () => true,
    () => false,
  );
  if (there && (await isStamped('vscode-extension', digest))) return 'in place';
  say('bundling');
  await runQuietly(pinnedNode, [join(folder, 'build.mjs')], { what: 'Building the VS Code extension' });
  await stamp('vscode-extension', digest);
  return 'built';
}
