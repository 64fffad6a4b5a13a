import type { RecordFacets } from '@vectorgate/policy-schema/records-query';
import type { SessionSummary } from '../sessions/index/session-summary.ts';
import type { PartName, RecordHeader } from '../sessions/record.ts';
import type { StoredRecord } from '../sessions/review/shown-record.ts';
import type { PlaceTest, RecordSearch } from '../sessions/search/record-search.ts';

export type { SessionSummary };

/** Whose: one's own, and with `review` those of others about places that it allows. */
export interface SessionScope {
  readonly issuer: string;
  readonly subject: string;
  readonly review?: PlaceTest | undefined;
}

/** The records as the API reads them. Lists are newest first. */
export interface SessionReader {
  listSessions(query: SessionScope & { readonly limit: number; readonly cursor?: string }): Promise<{
    readonly sessions: readonly SessionSummary[];
    /** Absent: that was the last page. */
    readonly next?: string;
  }>;
  /** Undefined, too, where nothing of it may be seen. Without a scope: as it is. */
  getSession(id: string, scope?: SessionScope): Promise<SessionSummary | undefined>;
  listRecords(query: { readonly session: string; readonly limit: number }): Promise<readonly RecordHeader[]>;
  searchRecords(
    search: RecordSearch,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{
    readonly records: readonly RecordHeader[];
    /** Absent: that was the last page. */
    readonly next?: string;
  }>;
  countFacets(search: RecordSearch, options?: { readonly most?: number }): Promise<RecordFacets>;
  /** A record's header: nothing of it is opened. */
  getHeader(id: string): Promise<RecordHeader | undefined>;
  /**
   * `upTo`: only the parts up to this one, in the order decision, operations, request, response. With more bytes in them than
   * `most` it is `long`, and has no parts here. `read`: bytes that were read for it.
   */
  getRecord(
    id: string,
    upTo?: PartName,
    most?: number,
  ): Promise<
    | (StoredRecord & { readonly forgotten?: boolean; readonly long?: true; readonly read?: number })
    | undefined
  >;
  /** For reading many records, one after the other: files stay open from one to the next, and are closed when `read` has ended. */
  readMany<Answer>(read: (getRecord: SessionReader['getRecord']) => Promise<Answer>): Promise<Answer>;
}
