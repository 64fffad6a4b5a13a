import type { Scalar } from '../operation/filter.ts';
import type { GuardRule } from '../schema/rule-schema.ts';
import { checkClaim } from './check-claim.ts';
import { checkFieldPath } from './check-field-path.ts';
import type { CompileContext } from './compile-context.ts';
import type { FilterTerm } from './compiled-rule.ts';
import type { Path } from './policy-source.ts';

/** Compiles `require.filter` into terms sorted by field. */
export function compileFilter(
  context: CompileContext,
  require: NonNullable<GuardRule['require']>,
  path: Path,
): FilterTerm[] {
  const terms = Object.entries(require.filter).map(([field, is]): FilterTerm => {
    const at = [...path, 'filter', field];
    if (field.startsWith('$')) {
      const message = `${field} cannot be filtered by: it is no field stored beside the vector.`;
      context.source.atKey(at, 'filter-reserved-field', message, 'Filter by a field.');
    } else checkFieldPath(context, field, at);
    if (Array.isArray(is)) return { field, is: 'in', value: is as readonly Scalar[] };
    if (typeof is !== 'object') return { field, is: 'eq', value: is };
    const { claim } = is as { claim: string };
    checkClaim(context, claim, [...at, 'claim'], 'value');
    return { field, is: 'claim', claim };
  });
  return terms.sort((a, b) => (a.field < b.field ? -1 : 1));
}
