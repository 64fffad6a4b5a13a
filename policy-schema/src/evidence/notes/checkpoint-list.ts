import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { formatNote } from './signed-note.ts';

/** What a file of checkpoints holds: notes one after the other, each followed by an empty line. */
export interface CheckpointList {
  readonly checkpoints: readonly SignedCheckpoint[];
  /** The text behind the last whole note: the beginning of one, left by a crash in the middle of a write. */
  readonly rest: string;
  /** Number, from 0, of the first piece that is no checkpoint; undefined when all are. */
  readonly damaged?: number;
}

/** A note as it is appended to a file of checkpoints. */
export const checkpointEntry = (note: SignedCheckpoint['note']): string => `${formatNote(note)}\n`;

const entryEnd = /\n— [^\n]*\n\n/g;

export function parseCheckpoints(text: string): CheckpointList {
  const checkpoints: SignedCheckpoint[] = [];
  let start = 0;
  for (const match of text.matchAll(entryEnd)) {
    const end = match.index + match[0].length;
    const parsed = parseCheckpoint(text.slice(start, end - 1));
    if (parsed === undefined) return { checkpoints, rest: '', damaged: checkpoints.length };
    checkpoints.push(parsed);
    start = end;
  }
  return { checkpoints, rest: text.slice(start) };
}
