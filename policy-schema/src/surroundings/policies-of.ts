import { namedPolicies } from '../test-run/named-policies.ts';
import type { PolicyFiles } from './policy-files.ts';
import { policyRoot } from './policy-root.ts';

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
  files: PolicyFiles,
): Promise<TestedFiles> {
  const { folder, config } = await policyRoot(path, workspace, files);
  const own = namedPolicies(text);
  if (own === undefined) return { paths: await files.policiesBelow(folder), config };
  const here = files.parentOf(path) ?? '';
  return { paths: await files.policiesAt(own.map((one) => files.inside(here, one))), config };
}
