import { stringify } from 'yaml';
import type { PolicyEnvironment } from '../compile/environment.ts';
import { type LoadResult, loadPolicies } from '../compile/load-policies.ts';
import type { PolicySet } from '../compile/policy-set.ts';
import { PolicyError } from '../errors/policy-error.ts';
import { declaredClaims } from './build-input.ts';

export const testEnvironment: PolicyEnvironment = {
  connections: [
    { name: 'insights', store: 'chroma', people: 'people' },
    { name: 'archive', store: 'chroma', people: 'people' },
  ],
  issuers: [
    { name: 'people', claims: declaredClaims },
    { name: 'ci', claims: {} },
  ],
  canApprove: false,
  unsupported: [],
};

/** The patterns that rules of tests may name. */
export const testPatterns = [
  { name: 'employee-id', pattern: 'E-\\d{6}' },
  { name: 'project', pattern: 'project [a-z]+', ignoreCase: true },
];

/** Loads rules, as plain data, as one policy with a contact. */
export function tryRules(
  rules: readonly object[],
  contact: string | undefined = '#data-governance',
): LoadResult {
  const document = {
    apiVersion: 'vectorgate/v1',
    kind: 'Policy',
    metadata: { name: 'test', contact },
    spec: { rules, patterns: testPatterns },
  };
  const text = stringify(document, { aliasDuplicateObjects: false });
  return loadPolicies({ files: [{ path: 'test.policy.yaml', text }], environment: testEnvironment });
}

/** The same for rules that must load. */
export function loadRules(rules: readonly object[]): PolicySet {
  const loaded = tryRules(rules);
  if (loaded.ok) return loaded.set;
  throw new PolicyError(
    'test-rules',
    loaded.problems.map(({ line, code, message }) => `${line} ${code} ${message}`).join('\n'),
  );
}
