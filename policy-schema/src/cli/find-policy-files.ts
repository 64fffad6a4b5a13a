import { readFile, stat } from 'node:fs/promises';
import { UsageError } from '../errors/usage-error.ts';
import { policyPaths } from './policy-paths.ts';

/** Reads the files named, and all policy files below the folders named, sorted and each once. `below` finds other ones too. */
export async function findPolicyFiles(
  paths: readonly string[],
  below = policyPaths,
): Promise<{ path: string; text: string }[]> {
  const files = new Set<string>();
  for (const path of paths) {
    const found = await stat(path).catch((cause: unknown) => {
      throw new UsageError(`${path} is not there, or cannot be read. Name a policy file or a folder.`, {
        cause,
      });
    });
    if (!found.isDirectory()) {
      files.add(path);
      continue;
    }
    const inFolder = await below(path).catch((cause: unknown) => {
      const at = cause instanceof Error && 'path' in cause ? String(cause.path) : path;
      throw new UsageError(`${at} cannot be read. Make it readable, or remove it.`, { cause });
    });
    for (const file of inFolder) files.add(file);
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
