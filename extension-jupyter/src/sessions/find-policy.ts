import type { Contents } from '@jupyterlab/services';
import { isPolicyPath } from '../policies/is-policy-path.ts';
import { ContentsFolders } from '../policies/surroundings/contents-folders.ts';

/**
 * The file below this server's folder that the gateway names: at that place, or below a folder that holds the gateway's
 * policies. Undefined where none is found, or where several could be meant.
 */
export async function findPolicy(contents: Contents.IManager, named: string): Promise<string | undefined> {
  const name = named.replace(/^(\.?\/)+/, '');
  const there = await contents.get(name, { content: false }).catch(() => undefined);
  if (there?.type === 'file') return name;
  const { paths } = await new ContentsFolders(contents, '').pathsBelow('', isPolicyPath);
  const deeper = paths.filter((path) => path.endsWith(`/${name}`));
  if (deeper.length > 0) return deeper.length === 1 ? deeper[0] : undefined;
  const alike = paths.filter((path) => path.split('/').at(-1) === name.split('/').at(-1));
  return alike.length === 1 ? alike[0] : undefined;
}
