import type { PolicyProblem } from '@vectorgate/policy-schema';
import { GateError } from '../errors/gate-error.ts';

/** Why the gateway cannot start: the policies from somewhere do not load. */
export function cannotStart(where: string, problems: readonly PolicyProblem[], more = ''): GateError {
  const lines = problems.map(
    (p) => `${p.file}:${p.line}:${p.column}  ${p.code}  ${p.message}\n    ${p.remedy}`,
  );
  return new GateError(
    'policy',
    `VectorGate cannot start: the policies ${where} have errors.${more}\n${lines.join('\n')}`,
  );
}
