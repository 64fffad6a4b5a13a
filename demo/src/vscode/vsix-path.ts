import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cloneFolder } from '../places.ts';

/** Where `npm run package:vscode` puts the VS Code extension. */
export async function vsixPath(): Promise<string> {
  const folder = join(cloneFolder, 'extension-vscode');
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  return join(folder, 'dist', `vectorgate-${version}.vsix`);
}
