import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';

/** Packs our extension as it is bundled, and prints the path of the VSIX. */
export const packVsix = join(import.meta.dirname, '..', '..', 'extension-vscode', 'package-vsix.mjs');

/** Our extension as it is bundled. @returns path of the VSIX */
export async function packOwnExtension(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [packVsix]);
  return stdout.trim().split('\n').at(-1) ?? '';
}

/** Bundles and packs one of the tests' own extensions, `source`, into a VSIX in the folder. @returns its path */
export async function packExtension(source: string, folder: string): Promise<string> {
  const name = basename(source);
  const files = join(folder, name);
  await mkdir(files, { recursive: true });
  await build({
    entryPoints: [join(source, 'extension.ts')],
    outfile: join(files, 'extension.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    logLevel: 'warning',
  });
  for (const file of await readdir(source))
    if (!file.endsWith('.ts')) await copyFile(join(source, file), join(files, file));
  // Nothing is left out; without the file the packer warns.
  await writeFile(join(files, '.vscodeignore'), '');
  const packagePath = join(folder, `${name}.vsix`);
  await createVSIX({
    cwd: files,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  });
  return packagePath;
}
