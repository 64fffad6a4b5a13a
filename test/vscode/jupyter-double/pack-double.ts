import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';

const here = import.meta.dirname;

/** Packs the double into a VSIX in the folder. @returns its path */
export async function packDouble(folder: string): Promise<string> {
  const files = join(folder, 'jupyter-double');
  await mkdir(files, { recursive: true });
  await build({
    entryPoints: [join(here, 'extension.ts')],
    outfile: join(files, 'extension.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    logLevel: 'warning',
  });
  for (const name of ['package.json', 'bridge.py', 'README.md'])
    await copyFile(join(here, name), join(files, name));
  const packagePath = join(folder, 'jupyter-double.vsix');
  await createVSIX({
    cwd: files,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  });
  return packagePath;
}
