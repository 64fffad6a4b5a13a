import { filterFields } from '../../operation/filter-fields.ts';
import type { AskedNumber, Operation } from '../../operation/operation.ts';
import type { RecordedNumber, RecordedOperation } from './recorded.ts';

const number = ({
  value,
  ...rest
}: Omit<AskedNumber, 'value'> & { value: number | null }): RecordedNumber => ({
  ...rest,
  value: value !== null && Number.isFinite(value) ? value : null,
});

/** An operation without any value of the data. Numbers without end may be null, as they are in JSON. */
export function recordOperation(operation: Operation): RecordedOperation {
  const { connection: _, topK, page, ids, filter, written, ...rest } = operation;
  return {
    ...rest,
    ...(topK && { topK: number(topK) }),
    ...(page && { page: number(page) }),
    ...(ids !== undefined && { ids: ids.length }),
    ...(filter !== undefined && { filtered: filterFields(filter) }),
    ...(written !== undefined && { written: written.fields }),
  };
}
