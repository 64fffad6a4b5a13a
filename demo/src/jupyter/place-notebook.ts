import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { shippedNotebook } from '../places.ts';

const digestOf = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

/**
 * Puts the notebook into the folder that JupyterLab shows: a copy, so that running it changes nothing in the clone.
 * One's own copy stays; when the repository ships a new version, the old copy is kept beside it.
 * @returns the notebook's file name
 */
export async function placeNotebook(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const name = basename(shippedNotebook);
  const target = join(folder, name);
  const note = join(folder, `.${name}.version`);
  const shipped = await digestOf(shippedNotebook);
  const placed = await readFile(note, 'utf8').catch(() => '');
  const isThere = await access(target).then(
    () => true,
    () => false,
  );
  if (isThere && placed === shipped) return name;
  if (isThere)
    await rename(target, join(folder, name.replace('.ipynb', ` (before ${shipped.slice(0, 7)}).ipynb`)));
  await copyFile(shippedNotebook, target);
  await writeFile(note, shipped);
  return name;
}
