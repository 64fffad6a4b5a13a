import { access, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../errors/usage-error.ts';
import type { PolicyFiles } from '../surroundings/policy-files.ts';
import { findPolicyFiles } from './find-policy-files.ts';
import { policyPaths } from './policy-paths.ts';

/** The files of this machine. */
export const filesOnDisk: PolicyFiles = {
  parentOf: (path) => (dirname(path) === path ? undefined : dirname(path)),
  nameOf: (path) => basename(path),
  inside: (folder, name) => join(folder, name),
  isThere: (path) =>
    access(path).then(
      () => true,
      () => false,
    ),
  read: (path) =>
    readFile(path, 'utf8').catch((cause: unknown) => {
      throw new UsageError(`${path} cannot be read.`, { cause });
    }),
  policiesBelow: (folder) =>
    policyPaths(folder).catch((cause: unknown) => {
      throw new UsageError(`${folder} cannot be read. Make it readable.`, { cause });
    }),
  policiesAt: async (paths) => (await findPolicyFiles(paths)).map(({ path }) => path),
};
