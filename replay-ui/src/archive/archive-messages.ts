import type { ArchiveManifest, ArchiveReport } from '@vectorgate/policy-schema/archive';
import type { LookedThrough, RecordFacets } from '@vectorgate/policy-schema/records-query';
import type { ReplayErrorCode } from '../errors/replay-error.ts';
import type { Note } from '../host/replay-notes.ts';
import type { RecordContent } from '../records/record-content.ts';
import type { FoundRecord, RecordHeader } from '../records/record-header.ts';
import type { SessionSummary } from '../records/session-summary.ts';

/** Why something of an archive cannot be shown, as it crosses from where it is read to where it is shown. */
export interface ArchiveTrouble {
  readonly code: ReplayErrorCode;
  readonly message: string;
  readonly remedy: string;
}

/** What an archive is, as far as that can be read without verifying it. */
export interface ArchiveAbout {
  /** Of the file. */
  readonly bytes: number;
  /** Bytes that are gone from its end. */
  readonly missing: number;
  /** What it says of itself; absent where that cannot be read. */
  readonly manifest?: ArchiveManifest;
  /** Why nothing of it can be shown. */
  readonly trouble?: ArchiveTrouble;
}

/** What is asked next as a rule, with its answer: a question would be a way there and back. */
export interface AnswerAhead {
  readonly kind: keyof ArchiveWork;
  readonly args: readonly unknown[];
  readonly value: unknown;
}

/** The answer to `open`. */
export interface OpenedArchive extends ArchiveAbout {
  readonly ahead: readonly AnswerAhead[];
}

/** A step that cannot be shown, because its header cannot be read or is none. */
export interface UnreadableStep {
  readonly id: string;
}

export interface HeaderPage {
  readonly headers: readonly RecordHeader[];
  readonly unreadable: readonly UnreadableStep[];
  /** Where the next page begins; absent: that was the last one. */
  readonly next?: number;
}

/** Records that a query found, the latest first. */
export interface FoundPage {
  readonly records: readonly FoundRecord[];
  /** Steps of the archive that could not be looked at. */
  readonly unreadable: readonly UnreadableStep[];
  /** Cursor of the next page; absent: that was the last one. */
  readonly next?: string;
  /** How far a search for texts looked. */
  readonly looked?: LookedThrough;
}

/** What a verification found, and which of the known keys it could not go by. */
export interface CheckedArchive extends ArchiveReport {
  /** Known keys that are none, cut short: somebody has to correct them. */
  readonly unreadKeys: readonly string[];
}

/** What can be asked of an open archive. */
export interface ArchiveWork {
  /** The latest first. */
  sessions(): readonly SessionSummary[];
  /** Steps of a session from that one on. */
  headers(session: string, from: number): HeaderPage;
  record(id: string): RecordContent;
  /** Records that a query of docs/search.md finds; `cursor` is `next` of the page before, or empty. */
  search(query: string, cursor: string): FoundPage;
  /** What stands in the records that a query finds, and how often. */
  facets(query: string): RecordFacets;
  /** Notes of reviewers beside a session and its steps, as far as their records are in the archive; the latest first. */
  notes(session: string): readonly Note[];
  /** Text of a policy as it was in force; undefined when it is not in the archive. */
  policy(revision: string, path: string): string | undefined;
  /**
   * Verifies everything. `keys`: public keys that are known from elsewhere; those of another log count only when `given`,
   * that is, when somebody said that this archive is signed by one of them. Of given keys all must be keys; a known one that
   * is none is left out, and told.
   */
  verify(keys: readonly string[], given: boolean): CheckedArchive;
  /** Ends the verification that runs. */
  stop(): void;
}

/** `open` comes first; what of the file there is to be told is its environment's to know. */
export interface ArchiveRequest {
  readonly id: number;
  readonly kind: 'open' | keyof ArchiveWork;
  readonly args: readonly unknown[];
}

export type ArchiveReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly problem: ArchiveTrouble }
  /** Bytes of the file that were read so far, of all. */
  | { readonly read: number; readonly of: number }
  /** Records that were verified so far. */
  | { readonly verified: number };
