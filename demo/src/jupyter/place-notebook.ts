import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { shippedNotebook } from '../places.ts';
import type { StoreKind } from '../store/demo-store.ts';

const digestOf = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

/**
 * Puts the notebook into the folder that JupyterLab shows: a copy, so that running it changes nothing in the clone.
 * One's own copy stays; when the repository ships a new version, the old copy is kept beside it.
 * @returns the notebook's file name
 */
export async function placeNotebook(folder: string, store: StoreKind = 'chroma'): Promise<string> {
  await mkdir(folder, { recursive: true });
  const original = shippedNotebook[store];
  const name = basename(original);
  const target = join(folder, name);
  // Beside the folder: in it, an editor would show a file that says nothing to its reader.
  const note = `${resolve(folder)}.${name}.version`;
  const shipped = await digestOf(original);
  const placed = await readFile(note, 'utf8').catch(() => '');
  const isThere = await access(target).then(
    () => true,
    () => false,
  );
  if (isThere && placed === shipped) return name;
  if (isThere)
    await rename(target, join(folder, name.replace('.ipynb', ` (before ${shipped.slice(0, 7)}).ipynb`)));
  await copyFile(original, target);
  await writeFile(note, shipped);
  return name;
}
