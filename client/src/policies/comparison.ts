import { loadPolicies, type PolicyEnvironment, type PolicySet } from '@vectorgate/policy-schema';
import { type PermissionDiff, permissionDiff, widening } from '@vectorgate/policy-schema/analyse';
import { ClientError } from '../errors/client-error.ts';
import type { PolicyTexts } from './policy-texts.ts';

/** Two sets and what the second lets people do that the first does not. */
export interface Comparison {
  readonly diff: PermissionDiff;
  /** Somebody gets more, or it cannot be told that nobody does. */
  readonly widens: boolean;
}

/** Loads policies. Throws `ClientError` code `policies-unfit`. */
export function loaded(files: PolicyTexts, whose: string, environment?: PolicyEnvironment): PolicySet {
  const result = loadPolicies({ files, environment });
  if (result.ok) return result.set;
  const told = result.problems
    .slice(0, 10)
    .map(({ file, line, column, code, message }) => `${file}:${line}:${column} ${code}: ${message}`);
  throw new ClientError(
    'policies-unfit',
    `${whose} do not load:\n${told.join('\n')}`,
    'Look closer: vectorgate policy check',
  );
}

/** What replacing what is in force by other policies would do. Throws `ClientError`. */
export function compared(
  before: PolicyTexts,
  after: PolicyTexts,
  environment?: PolicyEnvironment,
): Comparison {
  const diff = permissionDiff(
    loaded(before, 'The policies in force', environment),
    loaded(after, 'The policies', environment),
    { environment, now: Date.now() },
  );
  return { diff, widens: diff.rows.some(({ kind }) => widening.has(kind)) };
}
