import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';

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
