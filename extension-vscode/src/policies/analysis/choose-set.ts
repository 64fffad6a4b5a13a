import { type Folders, policyRoot } from '@vectorgate/policy-schema/surroundings';
import type { AgainTask } from './messages.ts';

/** Policy files whose surroundings are looked at: each is some looks into folders. */
const mostLooked = 200;

type Found = { readonly file: string; readonly workspace: string | undefined };

const endsIn = (path: string, named: string): boolean =>
  path.replaceAll('\\', '/').endsWith(`/${named.replace(/^(\.?\/)+/, '')}`);

/**
 * The policies of a workspace by which a record is decided: those that lie together. Of several such sets the one that is
 * looked at, else the one that has the rules that decided then. @returns a file of it, or why none is chosen
 */
export async function chooseSet(
  { found, open, named }: Pick<AgainTask, 'found' | 'open' | 'named'>,
  folders: Folders,
): Promise<Found | string> {
  if (found.length === 0)
    return 'No policies are in this workspace. Open the folder that holds your organisation’s policies.';
  const sets = new Map<string, Found[]>();
  for (const { path, workspace } of found.slice(0, mostLooked)) {
    const { folder } = await policyRoot(path, workspace, folders);
    sets.set(folder, [...(sets.get(folder) ?? []), { file: path, workspace }]);
  }
  const all = [...sets.values()];
  const first = (holds: (file: string) => boolean): Found | undefined =>
    all.find((files) => files.some(({ file }) => holds(file)))?.[0];
  if (all.length === 1) return all[0]![0]!;
  for (const path of open) {
    const chosen = first((file) => file === path);
    if (chosen !== undefined) return chosen;
  }
  const owners = all.filter((files) => files.some(({ file }) => named.some((name) => endsIn(file, name))));
  if (owners.length === 1) return owners[0]![0]!;
  return `${all.length} sets of policies are in this workspace. Open a file of the one that you mean, and ask again.`;
}
