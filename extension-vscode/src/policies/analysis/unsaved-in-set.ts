import { sep } from 'node:path';
import { isTestFile } from '@vectorgate/policy-schema/test-run';

/** What belongs together with a policy file. */
export interface PolicyPlace {
  readonly file: string;
  readonly folder: string;
  readonly config: string | undefined;
}

const isPolicy = (path: string): boolean => /\.policy\.(ya?ml|json)$/.test(path);

/** Of files that were written in and not saved: those on which it depends what is published, and whether it may be. */
export function unsavedInSet(
  { file, folder, config }: PolicyPlace,
  unsaved: readonly { readonly path: string }[],
): readonly string[] {
  const below = folder.endsWith(sep) ? folder : `${folder}${sep}`;
  return unsaved
    .map(({ path }) => path)
    .filter(
      (path) =>
        path === file ||
        path === config ||
        (path.startsWith(below) && (isPolicy(path) || isTestFile(path.slice(path.lastIndexOf(sep) + 1)))),
    );
}
