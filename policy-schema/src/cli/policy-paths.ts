import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

export const isPolicy = (name: string): boolean => /\.policy\.(ya?ml|json)$/.test(name);

/**
 * Paths of all `*.policy.yaml` (`.yml`, `.json`) below a folder, sorted. Symbolic links are followed, as those are by
 * which Kubernetes swaps a ConfigMap; hidden names are left out. Throws the file system's error when anything in it
 * cannot be looked at, a link to nothing included: a guard that lies behind it must not be left out in silence.
 */
export const policyPaths = (folder: string): Promise<string[]> => pathsBelow(folder, isPolicy);

/** The same for files whose name `isOurs` takes. */
export async function pathsBelow(folder: string, isOurs: (name: string) => boolean): Promise<string[]> {
  const found: string[] = [];
  const visit = async (path: string, above: readonly string[]): Promise<void> => {
    const real = await realpath(path);
    // A link to a folder that it lies in leads nowhere new.
    if (above.includes(real)) return;
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const at = join(path, entry.name);
      const isFolder = entry.isSymbolicLink() ? (await stat(at)).isDirectory() : entry.isDirectory();
      if (isFolder) await visit(at, [...above, real]);
      else if (isOurs(entry.name)) found.push(at);
    }
  };
  await visit(folder, []);
  return found.sort();
}
