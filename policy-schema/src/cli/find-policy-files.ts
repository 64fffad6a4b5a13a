import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from './usage-error.ts';

const isPolicy = (name: string): boolean => /\.policy\.(ya?ml|json)$/.test(name);

/** Reads the files named, and all policy files below the folders named, sorted and each once. */
export async function findPolicyFiles(paths: readonly string[]): Promise<{ path: string; text: string }[]> {
  const files = new Set<string>();
  for (const path of paths) {
    const found = await stat(path).catch((cause: unknown) => {
      throw new UsageError(`${path} is not there, or cannot be read. Name a policy file or a folder.`, {
        cause,
      });
    });
    if (!found.isDirectory()) files.add(path);
    else {
      for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
        if (entry.isFile() && isPolicy(entry.name)) files.add(join(entry.parentPath, entry.name));
      }
    }
  }
  if (files.size === 0) throw new UsageError(`No policy files (*.policy.yaml) below ${paths.join(', ')}.`);
  return Promise.all(
    [...files].sort().map(async (path) => {
      const text = await readFile(path, 'utf8').catch((cause: unknown) => {
        throw new UsageError(`${path} cannot be read.`, { cause });
      });
      return { path: path.replaceAll('\\', '/'), text };
    }),
  );
}
