import { filterFields } from '../operation/filter-fields.ts';
import type { FieldReference, Operation } from '../operation/operation.ts';
import { classGroups } from '../operation/operation-class.ts';
import type { MaskObligation } from './decision.ts';
import { touchesFieldPath } from './field-path.ts';

/** A use of a masked field that would tell its value (combining, point 8). */
export interface MaskedReference {
  readonly field: string;
  readonly use: FieldReference['use'];
  readonly mask: MaskObligation;
}

const reads: ReadonlySet<string> = new Set(classGroups.read);
const isVector = (field: string): boolean => field === '$vector' || field.startsWith('$vector.');

/** The first use of a masked field, in the order of masks, that is not exempt. */
export function maskedReference(
  operation: Operation,
  masks: readonly MaskObligation[],
): MaskedReference | undefined {
  if (masks.length === 0) return undefined;
  const readsOnly = operation.classes.every((name) => reads.has(name));
  const uses = usesOf(operation);
  for (const mask of masks) {
    if (readsOnly && mask.filterable) continue;
    for (const { field, use } of uses) {
      if (use === 'similarity' && isVector(field)) continue;
      if (field === 'all' ? reachedByAll(mask, use) : touchesFieldPath(mask.fields, field))
        return { field, use, mask };
    }
  }
  return undefined;
}

/** A text search over everything reads no vectors and no scores; any other use of everything does. */
const reachedByAll = ({ fields }: MaskObligation, use: FieldReference['use']): boolean =>
  use !== 'text-search' ||
  'all' in fields ||
  fields.paths.some((path) => !isVector(path) && path !== '$score');

/** What the adapter lists, and what the operation itself shows: filter, ids, written fields. */
function usesOf(operation: Operation): readonly FieldReference[] {
  const { filter, ids, written, references } = operation;
  if (filter === undefined && ids === undefined && written === undefined) return references;
  const uses: FieldReference[] = [...references];
  if (filter !== undefined) {
    const fields = filterFields(filter);
    if (fields === 'all') uses.push({ field: 'all', use: 'filter' });
    else for (const field of fields) uses.push({ field, use: 'filter' });
  }
  if (ids !== undefined && ids.length > 0)
    uses.push({ field: '$id', use: written === undefined ? 'filter' : 'write' });
  for (const field of written?.fields ?? []) uses.push({ field, use: 'write' });
  return uses;
}
