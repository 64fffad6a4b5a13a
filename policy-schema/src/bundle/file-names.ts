import { BundleError } from './bundle-error.ts';

const longest = 300;
const suffix = /\.policy\.(ya?ml|json)$/;
// Control characters, what separates folders on some system, and what turns the order of letters.
const unfit = /[\p{Cc}\p{Cf}\\:]/u;

/** Whether a policy that was sent may have this name: relative, nothing hidden, `.policy.yaml` or `.policy.json`. */
export const isPolicyFileName = (path: string): boolean =>
  path.length <= longest &&
  path.isWellFormed() &&
  suffix.test(path) &&
  !unfit.test(path) &&
  path.split('/').every((part) => part !== '' && !part.startsWith('.'));

/** Throws `BundleError` for names that lead out of a folder, are hidden or no policies, stand twice, or are not in order. */
export function assertFileNames(files: readonly { readonly path: string }[]): void {
  let before: string | undefined;
  for (const { path } of files) {
    if (!isPolicyFileName(path))
      throw new BundleError(
        'bundle-file-name',
        `${JSON.stringify(path.slice(0, longest))} cannot be the name of a policy in a bundle.`,
        'Names are relative, have no hidden parts, and end in .policy.yaml: rename the file.',
      );
    if (before !== undefined && !(before < path))
      throw new BundleError(
        'bundle-file-name',
        `${JSON.stringify(path)} stands twice, or not in order.`,
        'Make the bundle by: vectorgate policy publish',
      );
    before = path;
  }
}
