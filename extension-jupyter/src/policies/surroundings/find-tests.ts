import type { Contents } from '@jupyterlab/services';
import { policyRoot } from '@vectorgate/policy-schema/surroundings';
import { isPolicyTestPath } from '../is-policy-path.ts';
import { ContentsFolders } from './contents-folders.ts';

/** Files of tests that belong to a policy, or to other tests: all below the folder of their policies, and those beside. */
export interface FoundTests {
  readonly folder: string;
  readonly paths: readonly string[];
  /** False: there is more below the folder than is looked through. */
  readonly isAll: boolean;
}

export async function findTests(
  contents: Contents.IManager,
  path: string,
  folders = new ContentsFolders(contents, contents.driveName(path)),
): Promise<FoundTests> {
  const local = contents.localPath(path);
  const { folder } = await policyRoot(local, '', folders);
  const { paths, isAll } = await folders.pathsBelow(folder, isPolicyTestPath);
  const all = new Set(paths.map((one) => folders.whole(one)));
  // One that was not saved yet is in no list.
  if (isPolicyTestPath(path)) all.add(path);
  return { folder: folders.whole(folder), paths: [...all].sort(), isAll };
}
