/** What a reviewer wrote beside a session or one record of it. */
export interface Note {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  readonly who: { readonly issuer: string; readonly subject: string; readonly name?: string };
  /** Absent: it is about the session. */
  readonly record?: string;
  /** Null: it was forgotten with its session, or is not there for the reason `why`. */
  readonly text: string | null;
  /** Why there is no text, a sentence for people. */
  readonly why?: string;
}

/** What is written, beside a session or one record of it. */
export interface NoteDraft {
  readonly text: string;
  readonly record?: string;
}

/** Characters (UTF-16 code units) that a note has at the most. */
export const longestNote = 4_000;

/** Notes beside sessions: who may review a session reads and writes them. */
export interface ReplayNotes {
  /** Connections on which whoever reads may review anything: of others nothing is asked. */
  readonly connections: readonly string[];
  list(session: string): Promise<readonly Note[]>;
  /** Absent: they are read only. */
  add?(session: string, note: NoteDraft): Promise<void>;
}
