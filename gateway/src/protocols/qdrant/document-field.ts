import type { FieldReference, Operation } from '@vectorgate/policy-schema';

/** The payload key under which Qdrant's own client keeps a point's text: policy's `$document`. */
export const documentKey = 'document';
const reserved = '$document';

const isDocument = (field: string): boolean => field === documentKey || field.startsWith(`${documentKey}.`);

const withReserved = (fields: readonly string[]): readonly string[] =>
  fields.some(isDocument) ? [...fields, reserved] : fields;

/** The other name of a field, where it has one. */
export const otherName = (field: string): string | undefined =>
  field === documentKey ? reserved : undefined;

/** An operation in which the text goes by both of its names: a rule may use either. */
export function withDocument(operation: Operation): Operation {
  const { references, returns, written } = operation;
  const twins = references
    .filter(({ field }) => isDocument(field))
    .map(({ use }): FieldReference => ({ field: reserved, use }));
  const returned = returns === 'all' ? returns : withReserved(returns);
  const fields = written && withReserved(written.fields);
  if (twins.length === 0 && returned === returns && fields === written?.fields) return operation;
  return {
    ...operation,
    references: [...references, ...twins],
    returns: returned,
    ...(written !== undefined && fields !== undefined && { written: { ...written, fields } }),
  };
}
