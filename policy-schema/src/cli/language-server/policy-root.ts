import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Files beside policies that say what exists: a gateway's configuration, and a snapshot of what is on its connections. */
export const besideNames = { config: 'vectorgate.yaml', catalogue: 'vectorgate.catalogue.yaml' } as const;

/** Where the policies that are in force with a file lie, and what stands beside them. */
export interface PolicyRoot {
  readonly folder: string;
  readonly config: string | undefined;
  readonly catalogue: string | undefined;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * The nearest folder above a file, up to the workspace's, that is called `policies` or has a configuration or a catalogue
 * in it; without one, the file's own folder. Both files are looked for further up too.
 */
export async function policyRoot(file: string, workspace: string | undefined): Promise<PolicyRoot> {
  const own = dirname(file);
  let [folder, config, catalogue]: (string | undefined)[] = [];
  for (let at = own; ; at = dirname(at)) {
    const [hasConfig, hasCatalogue] = await Promise.all([
      isThere(join(at, besideNames.config)),
      isThere(join(at, besideNames.catalogue)),
    ]);
    if (hasConfig) config ??= join(at, besideNames.config);
    if (hasCatalogue) catalogue ??= join(at, besideNames.catalogue);
    if (hasConfig || hasCatalogue || basename(at) === 'policies') folder ??= at;
    if (workspace === undefined || at === workspace || !at.startsWith(workspace) || dirname(at) === at) break;
  }
  return { folder: folder ?? own, config, catalogue };
}
