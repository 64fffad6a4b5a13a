import type { RecordsQuery } from '@vectorgate/policy-schema/records-query';

/**
 * Whether records about a place, as `writePlace` writes it, may be seen. Asked once for each place that there is, not for
 * each record.
 */
export type PlaceTest = (place: string) => boolean;

/** One identity: no pattern, and no name that it goes by. */
interface OneIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** What somebody looks for. */
export interface RecordSearch {
  /** Records of this identity, without names that were looked up for it. Absent: everybody's, with all names. */
  readonly whose?: OneIdentity;
  /** With `whose`: records of whomever, too, where they are about such a place, with all names. */
  readonly review?: PlaceTest;
  readonly query: RecordsQuery;
  /** Of what is found besides, what this identity asked for. */
  readonly who?: OneIdentity;
  /** What "7d" counts from: milliseconds since 1970. */
  readonly now: number;
}
