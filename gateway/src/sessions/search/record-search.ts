import type { RecordsQuery } from '@vectorgate/policy-schema/records-query';

/** What somebody looks for. */
export interface RecordSearch {
  /** Only records of this identity. Absent: everybody's, for whoever may. */
  readonly whose?: { readonly issuer: string; readonly subject: string };
  /** Whether whoever asks may know names that were looked up for others. */
  readonly allNames: boolean;
  readonly query: RecordsQuery;
  /** What "7d" counts from: milliseconds since 1970. */
  readonly now: number;
}
