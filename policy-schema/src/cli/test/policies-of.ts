import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { policyRoot } from '../../surroundings/policy-root.ts';
import { namedPolicies } from '../../test-run/index.ts';
import { findPolicyFiles } from '../find-policy-files.ts';
import { foldersOnDisk } from '../language-server/folders-on-disk.ts';
import { policyPaths } from '../policy-paths.ts';
import { UsageError } from '../usage-error.ts';

/** The policies that a file of tests is about, and the configuration that they are checked against. */
export interface TestedFiles {
  readonly paths: readonly string[];
  readonly config: string | undefined;
}

/**
 * The policies that a file of tests is about: those that it names, else those that belong together with it (below the
 * nearest folder above called `policies` or with a configuration in it, up to `workspace`).
 */
export async function policiesOf(
  path: string,
  text: string,
  workspace: string | undefined,
): Promise<TestedFiles> {
  const root = await policyRoot(path, workspace, foldersOnDisk);
  const own = namedPolicies(text);
  if (own !== undefined) {
    const files = await findPolicyFiles(own.map((one) => join(dirname(path), one)));
    return { paths: files.map((file) => file.path), config: root.config };
  }
  const paths = await policyPaths(root.folder).catch((cause: unknown) => {
    throw new UsageError(`${root.folder} cannot be read. Make it readable.`, { cause });
  });
  return { paths, config: root.config };
}

/** Reads files; paths are told from the current folder, as people name them. */
export const readAll = (paths: readonly string[], from: string): Promise<{ path: string; text: string }[]> =>
  Promise.all(
    paths.map(async (path) => {
      const text = await readFile(path, 'utf8').catch((cause: unknown) => {
        throw new UsageError(`${path} cannot be read.`, { cause });
      });
      return { path: (relative(from, path) || path).replaceAll('\\', '/'), text };
    }),
  );
