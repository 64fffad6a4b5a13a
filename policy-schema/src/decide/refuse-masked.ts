import type { DecideContext } from './decide-context.ts';
import type { DecisionRefusal } from './decision.ts';
import type { Findings } from './findings.ts';
import { maskedReference } from './masked-reference.ts';
import type { RefusalBase } from './refusal-base.ts';
import { refusalText } from './refusal-text.ts';
import { usePhrase } from './use-phrase.ts';

/** A masked field that is referred to (combining, point 8). */
export function refuseMasked(
  context: DecideContext,
  base: RefusalBase,
  findings: Findings,
): DecisionRefusal | undefined {
  const found = maskedReference(base.operation, findings.masks);
  if (found === undefined) return undefined;
  const rule = context.rules.every.all.rules.find(({ reference }) => reference === found.mask.rule);
  const field = found.field === 'all' ? 'a field that this reads' : found.field;
  const written = found.use === 'write';
  const why = `${field} is masked for you, so you may not ${usePhrase[found.use]}`;
  const code = written ? 'masked-field-written' : 'masked-field-referenced';
  const remedy = found.field === 'all' ? 'or name the fields' : `or leave ${field} out`;
  return refusalText({ ...base, code, ...(rule !== undefined && { rule }), why, remedy });
}
