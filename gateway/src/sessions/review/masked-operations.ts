import {
  type Filter,
  type MaskObligation,
  type Operation,
  touchesFieldPath,
} from '@vectorgate/policy-schema';
import { redactedMark } from '../../masks/marks.ts';

/**
 * Recorded operations for a reader whom masks bind: values stay of the fields that no mask touches. Made key by key, so
 * that what an operation may carry one day is not shown before somebody says how it is masked.
 */
export function maskedOperations(
  operations: readonly Operation[],
  masks: readonly MaskObligation[],
): readonly Partial<Operation>[] {
  const hides = (field: string): boolean => masks.some(({ fields }) => touchesFieldPath(fields, field));
  return operations.map((operation) => {
    const { filter, ids, written, implied, topK, page, offset, renamesTo, dimension } = operation;
    return {
      store: operation.store,
      connection: operation.connection,
      name: operation.name,
      classes: operation.classes,
      targets: operation.targets,
      ...(implied !== undefined && { implied }),
      ...(topK !== undefined && { topK }),
      ...(page !== undefined && { page }),
      records: operation.records,
      ...(offset !== undefined && { offset }),
      ...(ids !== undefined && { ids: hides('$id') ? ids.map(() => redactedMark) : ids }),
      ...(filter !== undefined && { filter: maskedFilter(filter, hides) }),
      references: operation.references,
      returns: operation.returns,
      ...(written !== undefined && {
        written: {
          fields: written.fields,
          items: written.items.map((item) =>
            Object.fromEntries(
              Object.entries(item).map(([field, value]) => [field, hides(field) ? redactedMark : value]),
            ),
          ),
        },
      }),
      ...(renamesTo !== undefined && { renamesTo }),
      ...(dimension !== undefined && { dimension }),
    };
  });
}

function maskedFilter(filter: Filter, hides: (field: string) => boolean): Filter {
  switch (filter.op) {
    case 'and':
    case 'or':
      return { op: filter.op, of: filter.of.map((part) => maskedFilter(part, hides)) };
    case 'not':
      return { op: 'not', of: maskedFilter(filter.of, hides) };
    case 'compare': {
      const { op, field, test, value } = filter;
      return { op, field, test, value: hides(field) ? redactedMark : value };
    }
    default:
      return { op: 'opaque', fields: filter.fields };
  }
}
