import type { PolicyFile } from '../../compile/compile-policies.ts';
import type { PolicyEnvironment } from '../../compile/environment.ts';
import { loadPolicies } from '../../compile/load-policies.ts';
import type { PolicySet } from '../../compile/policy-set.ts';
import { PolicyError } from '../../errors/policy-error.ts';

const most = 5;

/** Loads one side of a comparison. Throws `PolicyError` code `policies-unreadable`, in words for people. */
export function loadSide(
  files: readonly PolicyFile[],
  environment: PolicyEnvironment | undefined,
  whose: string,
): PolicySet {
  const loaded = loadPolicies({ files, environment });
  if (loaded.ok) return loaded.set;
  const told = loaded.problems
    .slice(0, most)
    .map(
      ({ file, line, message, remedy }) =>
        `${file}:${line}: ${message} ${typeof remedy === 'string' ? remedy : ''}`,
    );
  throw new PolicyError(
    'policies-unreadable',
    `${whose} do not load, so nothing can be compared:\n${told.join('\n')}`,
  );
}
