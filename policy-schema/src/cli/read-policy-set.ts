import { access } from 'node:fs/promises';
import type { PolicyFile } from '../compile/compile-policies.ts';
import type { PolicyEnvironment } from '../compile/environment.ts';
import { loadPolicies } from '../compile/load-policies.ts';
import type { PolicySet } from '../compile/policy-set.ts';
import { UsageError } from '../errors/usage-error.ts';
import { findPolicyFiles } from './find-policy-files.ts';
import { gitPolicyFiles, isRevision } from './git-files.ts';

/** Policies do not load: which, where and what to do about it. */
export class UnloadablePolicies extends UsageError {}

/** The files of a folder, a file, or a revision of git as `main:policies`. */
export async function policyFilesOf(name: string): Promise<readonly PolicyFile[]> {
  const isThere = await access(name).then(
    () => true,
    () => false,
  );
  return !isThere && isRevision(name) ? gitPolicyFiles(name) : findPolicyFiles([name]);
}

/** Loads the policies of a folder, a file or a revision of git. Throws `UsageError`, `UnloadablePolicies`. */
export async function readPolicySet(
  name: string,
  environment: PolicyEnvironment | undefined,
): Promise<PolicySet> {
  const loaded = loadPolicies({ files: await policyFilesOf(name), environment });
  if (loaded.ok) return loaded.set;
  const told = loaded.problems
    .slice(0, 10)
    .map(
      ({ file, line, column, code, message, remedy }) =>
        `${file}:${line}:${column}  ${code}  ${message}\n    ${remedy}`,
    );
  const more = loaded.problems.length > 10 ? `\n… and ${loaded.problems.length - 10} more` : '';
  throw new UnloadablePolicies(`The policies of ${name} do not load:\n${told.join('\n')}${more}`);
}
