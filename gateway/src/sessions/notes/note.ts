/** What the header of a note's record says: a note belongs to the session in the header, and to one record of it. */
export interface Note {
  /** Absent: it is about the session. */
  readonly record?: string;
  /** Who made the session. The record's `who` is who wrote the note. */
  readonly of: { readonly issuer: string; readonly subject: string; readonly name?: string };
}

/** Stands in the index as the outcome of notes, so that they are told from the steps of a session. */
export const notesOutcome = 'note';

/** Name of the operation in a note's record: by it notes are searched. */
export const noteOperation = 'session_note';
