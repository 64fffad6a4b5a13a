import type { Contents } from '@jupyterlab/services';
import type { Catalogue } from '@vectorgate/policy-schema/language';
import { policyRoot } from '@vectorgate/policy-schema/surroundings';
import type { SurroundingFiles } from '../worker/policy-messages.ts';
import { ContentsFolders } from './contents-folders.ts';

/**
 * Reads what lies around a policy, by the rules that the language server has, and the folder of those that belong together. `names` are offered where no file names any;
 * `folders` hold what was read of them just now for other policies.
 */
export async function readSurroundings(
  contents: Contents.IManager,
  path: string,
  names: Catalogue | undefined,
  folders = new ContentsFolders(contents, contents.driveName(path)),
): Promise<{ surrounding: SurroundingFiles; folder: string; isAll: boolean }> {
  const root = await policyRoot(contents.localPath(path), '', folders);
  const [{ files, isAll }, config, catalogue] = await Promise.all([
    folders.policiesBelow(root.folder),
    root.config === undefined ? undefined : folders.read(root.config),
    root.catalogue === undefined ? undefined : folders.read(root.catalogue),
  ]);
  return { surrounding: { files, config, catalogue, names }, folder: folders.whole(root.folder), isAll };
}
