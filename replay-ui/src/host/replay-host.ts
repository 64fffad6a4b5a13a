import type { LookedThrough, RecordFacets, RecordSummary } from '@vectorgate/policy-schema/records-query';
import type { RecordContent } from '../records/record-content.ts';
import type { FoundRecord, RecordHeader } from '../records/record-header.ts';
import type { SessionSummary } from '../records/session-summary.ts';
import type { ReplayNotes } from './replay-notes.ts';
import type { ReplaySandbox } from './replay-sandbox.ts';
import type { ReplayTheme } from './replay-theme.ts';
import type { SearchKeeper } from './search-keeper.ts';
import type { TodayAnswer } from './today-answer.ts';

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Cursor of the next page; absent: that was the last one. */
  readonly next?: string;
  /** How far a search for texts looked. The next page looks further, and is asked for by a person alone. */
  readonly looked?: LookedThrough;
}

/** Whose records: only those of whoever reads, or everybody's (reviewers). */
export interface Asked {
  readonly everybody: boolean;
  readonly cursor?: string;
}

/** What an export is of: one session, or what a query finds. */
export type ExportOf = { readonly session: string } | { readonly query: string; readonly everybody: boolean };

/** A place in a policy file, as the gateway names it. */
export interface RulePlace {
  readonly policy: string;
  readonly rule: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/**
 * Where the replay gets everything from: an editor, a gateway or an archive. The elements ask for nothing themselves,
 * reach no network and store nothing; each answer comes as a promise, and what cannot be answered rejects, best with a
 * `ReplayError`, which carries the remedy. All data is structured-cloneable, so that a webview's host can pass it on.
 *
 * Members with a question mark are what a host may or may not be able to do: without them, no button shows.
 *
 * @example
 * const player = document.createElement('vg-player');
 * player.host = host;
 * player.sessionId = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
 */
export interface ReplayHost {
  /** The editor's theme now. */
  readonly theme: ReplayTheme;
  /** Calls the listener with each change of theme; returns what ends that. */
  onThemeChange?(listener: (theme: ReplayTheme) => void): () => void;

  /** True: whoever reads may ask for everybody's records, and is offered it. */
  readonly reviewer?: boolean;
  /** Where the records come from, for people, e.g. `gateway.example.com` or `evidence.vgsession`. */
  readonly source?: string;

  /** Recorded sessions, the latest first. */
  listSessions(asked: Asked): Promise<Page<SessionSummary>>;
  getSession(session: string): Promise<SessionSummary>;
  /** Records that a query of docs/search.md finds, the latest first. Absent: no search field. */
  searchRecords?(asked: Asked & { readonly query: string }): Promise<Page<FoundRecord>>;
  /** What stands in the records that a query finds, and how often. Absent: no facets, no counted completions. */
  facets?(asked: Asked & { readonly query: string }): Promise<RecordFacets>;
  /** Who is in the records that a query finds, and by which rules. Absent: no such button. */
  summary?(asked: Asked & { readonly query: string }): Promise<RecordSummary>;
  /** Headers of a session's records in any order; of a change both the intent and its outcome may come. */
  listRecords(asked: { readonly session: string; readonly cursor?: string }): Promise<Page<RecordHeader>>;
  /** One record with its content, as far as whoever reads may see it. */
  getRecord(record: string): Promise<RecordContent>;

  /** Puts a text into the clipboard. */
  copy(text: string): Promise<void>;
  /** Opens a session in the player, at a record if one is named. Absent: the list only tells by its event. */
  openSession?(session: string, record?: string): void;
  /** Shows the line of a policy. */
  openRule?(place: RulePlace): void;
  /** A link that opens the player here, for somebody who may read it. */
  linkTo?(session: string, record: string): string;
  /** Makes a policy test of what was recorded. */
  makePolicyTest?(record: string): void | Promise<void>;
  /** Takes records away as an archive; asks what of it, and masked how. */
  exportRecords?(of: ExportOf): void | Promise<void>;
  /** Lets programs run again over what was recorded of a session, with no store behind it. */
  readonly sandbox?: ReplaySandbox;
  /** Tells what the policies of today would say: those in force at the gateway, those of the workspace. */
  askToday?(record: string): Promise<readonly TodayAnswer[]>;
  /** Searches that whoever reads keeps under names. */
  readonly searches?: SearchKeeper;
  /** Notes of reviewers beside sessions and their steps. */
  readonly notes?: ReplayNotes;
  /** What was kept under that name for this window; `undefined` when nothing was. */
  recall?(name: string): unknown;
  /** Keeps something small and cloneable for as long as the window lives. */
  remember?(name: string, value: unknown): void;
}
