import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

export interface PolicyFile {
  /** Relative to the policy folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const isPolicy = (name: string): boolean => /\.policy\.(ya?ml|json)$/.test(name);

const entries = async (folder: string): Promise<string[]> => {
  const found = await readdir(folder, { withFileTypes: true, recursive: true });
  return found
    .filter((entry) => entry.isFile() && isPolicy(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};

/** A cheap print of the folder's state: it changes whenever a policy file is added, removed or written. */
export async function policyFolderPrint(folder: string): Promise<string> {
  const files = await entries(folder);
  const prints = await Promise.all(
    files.map(async (file) => {
      const { mtimeMs, size, ino } = await stat(file);
      return `${file} ${mtimeMs} ${size} ${ino}`;
    }),
  );
  return prints.join('\n');
}

/** Reads all `*.policy.yaml` (and `.yml`, `.json`) files below a folder, sorted by path. */
export async function readPolicyFolder(folder: string): Promise<PolicyFile[]> {
  const files = await entries(folder);
  return Promise.all(
    files.map(async (file) => ({
      path: relative(folder, file).replaceAll('\\', '/'),
      text: await readFile(file, 'utf8'),
    })),
  );
}
