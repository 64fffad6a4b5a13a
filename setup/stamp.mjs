import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { made, root } from './paths.mjs';

const stampFile = (name) => join(made, 'stamps', name);

async function* filesUnder(path, leaveOut) {
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const full = join(path, entry.name);
    if (leaveOut.has(entry.name) || leaveOut.has(relative(root, full))) continue;
    if (entry.isDirectory()) yield* filesUnder(full, leaveOut);
    else if (entry.isFile()) yield full;
  }
}

/** Digest of files and folders by path and content. `leaveOut` holds names, or paths from the clone's folder. */
export async function digestOf(paths, { leaveOut = [], also = '' } = {}) {
  const hash = createHash('sha256').update(also);
  const skipped = new Set(leaveOut);
  for (const path of paths) {
    const isFile = await readFile(path).catch((error) =>
      error.code === 'EISDIR' ? undefined : Promise.reject(error),
    );
    if (isFile !== undefined) hash.update(relative(root, path)).update('\0').update(isFile);
    else
      for await (const file of filesUnder(path, skipped))
        hash
          .update(relative(root, file))
          .update('\0')
          .update(await readFile(file));
  }
  return hash.digest('hex');
}

/** Whether the step `name` was last finished for exactly this digest. */
export const isStamped = async (name, digest) =>
  (await readFile(stampFile(name), 'utf8').catch(() => '')) === digest;

/** Notes that the step `name` was finished for this digest. */
export async function stamp(name, digest) {
  await mkdir(join(made, 'stamps'), { recursive: true });
  await writeFile(stampFile(name), digest);
}
