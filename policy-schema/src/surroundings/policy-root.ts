/** Files beside policies that say what exists: a gateway's configuration, and a snapshot of what is on its connections. */
export const besideNames = { config: 'vectorgate.yaml', catalogue: 'vectorgate.catalogue.yaml' } as const;

/** A tree of folders, whatever holds it. */
export interface Folders {
  /** The folder around a file or folder; undefined at the top. */
  parentOf(path: string): string | undefined;
  nameOf(path: string): string;
  inside(folder: string, name: string): string;
  isThere(path: string): Promise<boolean>;
}

/** Where the policies that are in force with a file lie, and what stands beside them. */
export interface PolicyRoot {
  readonly folder: string;
  readonly config: string | undefined;
  readonly catalogue: string | undefined;
}

/**
 * The nearest folder above a file, up to `top`, that is called `policies` or has a configuration or a catalogue in it;
 * without one, the file's own folder. Both files are looked for further up too. Without `top` only the own folder counts.
 */
export async function policyRoot(
  file: string,
  top: string | undefined,
  folders: Folders,
): Promise<PolicyRoot> {
  const own = folders.parentOf(file) ?? '';
  let [folder, config, catalogue]: (string | undefined)[] = [];
  for (let at: string | undefined = own; at !== undefined; at = folders.parentOf(at)) {
    const beside = (name: string): string => folders.inside(at as string, name);
    const [hasConfig, hasCatalogue] = await Promise.all([
      folders.isThere(beside(besideNames.config)),
      folders.isThere(beside(besideNames.catalogue)),
    ]);
    if (hasConfig) config ??= beside(besideNames.config);
    if (hasCatalogue) catalogue ??= beside(besideNames.catalogue);
    if (hasConfig || hasCatalogue || folders.nameOf(at) === 'policies') folder ??= at;
    if (top === undefined || at === top || !at.startsWith(top)) break;
  }
  return { folder: folder ?? own, config, catalogue };
}
