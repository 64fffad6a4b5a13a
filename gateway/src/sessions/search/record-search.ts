import type { RecordsQuery } from '@vectorgate/policy-schema/records-query';

/**
 * Whether records about a place, as `writePlace` writes it, may be seen. Asked once for each place that there is, not for
 * each record.
 */
export type PlaceTest = (place: string) => boolean;

/** What somebody looks for. */
export interface RecordSearch {
  /** Records of this identity, without names that were looked up for it. Absent: everybody's, with all names. */
  readonly whose?: { readonly issuer: string; readonly subject: string };
  /** With `whose`: records of whomever, too, where they are about such a place, with all names. */
  readonly review?: PlaceTest;
  readonly query: RecordsQuery;
  /** What "7d" counts from: milliseconds since 1970. */
  readonly now: number;
}
