import type { FilterTerm } from '../compile/compiled-rule.ts';
import type { RequiredFilter, Scalar } from '../operation/filter.ts';
import type { Identity } from '../operation/identity.ts';

/** A filter made for this caller, or the claim that it would need. */
export type ResolvedFilter = { readonly filter: RequiredFilter } | { readonly missing: string };

/** Puts the caller's claims into a rule's filter. A claim that is absent or empty is missing (combining, point 7). */
export function resolveFilter(terms: readonly FilterTerm[], identity: Identity): ResolvedFilter {
  const parts: RequiredFilter[] = [];
  for (const term of terms) {
    if (term.is === 'eq') parts.push({ op: 'compare', field: term.field, test: 'eq', value: term.value });
    else if (term.is === 'in')
      parts.push({ op: 'compare', field: term.field, test: 'in', value: term.value });
    else {
      const value = Object.hasOwn(identity.claims, term.claim) ? identity.claims[term.claim] : undefined;
      if (value === undefined || value === '') return { missing: term.claim };
      if (typeof value !== 'object') {
        parts.push({ op: 'compare', field: term.field, test: 'eq', value });
        continue;
      }
      const values = value.filter((one) => one !== '');
      if (values.length === 0) return { missing: term.claim };
      parts.push({ op: 'compare', field: term.field, test: 'in', value: values });
    }
  }
  return { filter: joined('and', parts)! };
}

const keyOf = (filter: RequiredFilter): string =>
  JSON.stringify(filter, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

/** Several filters as one, each once, in an order that does not depend on the rules' order. */
export function joined(op: 'and' | 'or', filters: readonly RequiredFilter[]): RequiredFilter | undefined {
  if (filters.length < 2) return filters[0];
  const byKey = new Map<string, RequiredFilter>();
  for (const filter of filters) {
    for (const part of filter.op === op ? filter.of : [filter]) byKey.set(keyOf(part), part);
  }
  const of = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, filter]) => filter);
  return of.length === 1 ? of[0] : { op, of };
}

/**
 * Whether fields as written satisfy a filter. A field that is not among them: `absent` says (an update leaves it as
 * it is). A list never satisfies: stores differ in what equality means there.
 */
export function satisfies(
  filter: RequiredFilter,
  fields: Readonly<Record<string, Scalar | readonly Scalar[]>>,
  absent: boolean,
): boolean {
  if ('of' in filter) {
    const holds = (part: RequiredFilter): boolean => satisfies(part, fields, absent);
    return filter.op === 'and' ? filter.of.every(holds) : filter.of.some(holds);
  }
  const value = Object.hasOwn(fields, filter.field) ? fields[filter.field] : undefined;
  if (value === undefined) return absent;
  if (typeof value === 'object') return false;
  return filter.test === 'eq' ? value === filter.value : filter.value.includes(value);
}
