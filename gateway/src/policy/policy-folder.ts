import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { policyPaths } from '@vectorgate/policy-schema/cli';

export interface PolicyFile {
  /** Relative to the policy folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A cheap print of the folder's state: it changes whenever a policy file is added, removed, written or linked anew. */
export async function policyFolderPrint(folder: string): Promise<string> {
  const files = await policyPaths(folder);
  const prints = await Promise.all(
    files.map(async (file) => {
      const { mtimeMs, ctimeMs, size, ino, dev } = await stat(file);
      return `${file} ${mtimeMs} ${ctimeMs} ${size} ${dev}:${ino}`;
    }),
  );
  return prints.join('\n');
}

/** Reads all `*.policy.yaml` (and `.yml`, `.json`) files below a folder, sorted by path. */
export async function readPolicyFolder(folder: string): Promise<PolicyFile[]> {
  const files = await policyPaths(folder);
  return Promise.all(
    files.map(async (file) => ({
      path: relative(folder, file).replaceAll('\\', '/'),
      text: await readFile(file, 'utf8'),
    })),
  );
}
