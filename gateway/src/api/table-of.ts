import { RecordTable } from '@vectorgate/policy-schema/records-query';
import type { RecordHeader } from '../sessions/record.ts';
import type { RecordReaderRights } from '../sessions/review/record-reader-rights.ts';

/** A table of these headers, the newest first, with the names that their reader may know: what stands in it can be counted. */
export function tableOf(headers: readonly RecordHeader[], rights: RecordReaderRights): RecordTable {
  const table = new RecordTable();
  for (const [number, header] of headers.toReversed().entries())
    table.add(rights.names(header, header) as RecordHeader, number);
  return table;
}
