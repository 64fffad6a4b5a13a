import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.mjs';

const leftOut = new Set(['node_modules', '.vectorgate', 'lib', 'labextension', 'dist', '__pycache__']);

/** Files under the folder (from the clone's) whose name ends so; none when there is no such folder. */
export async function findFiles(folder, ending) {
  const found = [];
  const visit = async (path) => {
    const entries = await readdir(join(root, path), { withFileTypes: true }).catch((error) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (leftOut.has(entry.name)) continue;
      if (entry.isDirectory()) await visit(join(path, entry.name));
      else if (entry.name.endsWith(ending)) found.push(join(path, entry.name));
    }
  };
  await visit(folder);
  return found;
}
