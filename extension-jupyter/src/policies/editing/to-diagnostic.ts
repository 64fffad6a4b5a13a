import type { Action, Diagnostic } from '@codemirror/lint';
import type { Told } from '../worker/policy-messages.ts';

const severities = { error: 'error', warning: 'warning', information: 'info', hint: 'hint' } as const;

/** A diagnostic as CodeMirror has it. `actions` are what can be done about it. */
export function toDiagnostic(told: Told, length: number, actions: readonly Action[]): Diagnostic {
  const { start, end, severity, code, message, remedy, unnecessary } = told;
  return {
    from: Math.min(start, length),
    to: Math.min(end, length),
    severity: severities[severity],
    source: code,
    message: `${message} ${remedy}`,
    ...(unnecessary === true && { markClass: 'vg-policy-unnecessary' }),
    actions,
  };
}
