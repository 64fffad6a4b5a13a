import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../errors/usage-error.ts';
import { isTestFile } from '../../test-run/index.ts';

/** The test files named, and all below the folders named, sorted and each once. Hidden folders and node_modules are left out. */
export async function testPaths(paths: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const at = join(folder, entry.name);
      if (entry.isDirectory()) await visit(at);
      else if (isTestFile(entry.name)) found.add(at);
    }
  };
  for (const path of paths) {
    const known = await stat(path).catch((cause: unknown) => {
      const message = `${path} is not there, or cannot be read. Name a test file or a folder.`;
      throw new UsageError(message, { cause });
    });
    if (!known.isDirectory()) found.add(path);
    else
      await visit(path).catch((cause: unknown) => {
        const at = cause instanceof Error && 'path' in cause ? String(cause.path) : path;
        throw new UsageError(`${at} cannot be read. Make it readable, or remove it.`, { cause });
      });
  }
  if (found.size === 0)
    throw new UsageError(`No tests of policies (*.policy-test.yaml) below ${paths.join(', ')}.`);
  return [...found].sort();
}
