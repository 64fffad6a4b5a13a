import { type LoadResult, loadPolicies, type PolicySet } from '@vectorgate/policy-schema';
import type { Configuration } from '../configuration/configuration.ts';
import { prepareDetectors } from '../masks/detectors/prepare-detectors.ts';
import type { PolicyChange } from './history/policy-change.ts';
import { policyEnvironment } from './policy-environment.ts';
import type { PolicyFile } from './policy-folder.ts';

/** Where a set comes from, as far as it is known before it is in force. */
export type Origin = Omit<PolicyChange, 'revision' | 'digest' | 'time'>;

/** A set that could come into force, with what it is made of. */
export interface Candidate {
  readonly set: PolicySet;
  readonly files: readonly PolicyFile[];
  readonly origin: Origin;
}

/** The detectors that any rule names: what they need is loaded with the set, not at the first answer. */
const detectorsOf = ({ rules }: PolicySet): ReadonlySet<string> =>
  new Set(rules.flatMap(({ masks }) => masks.flatMap(({ detectors }) => detectors ?? [])));

/** Compiles files against this gateway's own connections and issuers. */
export function compileFor(
  configuration: Pick<Configuration, 'connections' | 'issuers'>,
  files: readonly PolicyFile[],
  commit?: { readonly commit: string; readonly dirty: boolean },
): LoadResult {
  const result = loadPolicies({
    files,
    environment: policyEnvironment(configuration),
    ...(commit && { commit }),
  });
  if (result.ok) prepareDetectors(detectorsOf(result.set));
  return result;
}
