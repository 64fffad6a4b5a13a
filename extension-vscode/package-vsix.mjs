// Packs dist/vsix, which build.mjs made, and prints the VSIX's path.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const folder = dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
const packagePath = join(folder, 'dist', `vectorgate-${version}.vsix`);
await createVSIX({
  cwd: join(folder, 'dist', 'vsix'),
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  skipLicense: false,
});
process.stdout.write(`${packagePath}\n`);
