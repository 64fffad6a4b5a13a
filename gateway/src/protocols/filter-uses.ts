import { type FieldReference, type Filter, filterFields } from '@vectorgate/policy-schema';

/** The fields that a filter looks at, as uses of them. */
export function filterUses(filter: Filter | undefined): FieldReference[] {
  if (filter === undefined) return [];
  const fields = filterFields(filter);
  return (fields === 'all' ? (['all'] as const) : [...fields]).map((field) => ({ field, use: 'filter' }));
}
