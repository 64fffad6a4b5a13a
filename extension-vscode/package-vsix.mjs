// Packs dist/vsix, which build.mjs made, and prints the VSIX's path.
import { readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const folder = dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
const packagePath = join(folder, 'dist', `vectorgate-${version}.vsix`);
// Whoever installs it meanwhile meets the whole old one or the whole new one.
const unfinished = `${packagePath}.${process.pid}`;
await createVSIX({
  cwd: join(folder, 'dist', 'vsix'),
  packagePath: unfinished,
  dependencies: false,
  allowMissingRepository: true,
  skipLicense: false,
});
await rename(unfinished, packagePath);
process.stdout.write(`${packagePath}\n`);
