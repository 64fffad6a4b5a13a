import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.mjs';

/** Folders with Python of ours. */
export async function pythonFolders() {
  const folders = ['extension-jupyter', 'demo', 'test'];
  const there = await Promise.all(
    folders.map((folder) =>
      access(join(root, folder)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return folders.filter((_, index) => there[index]);
}
