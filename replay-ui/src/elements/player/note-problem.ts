import { longestNote } from '../../host/replay-notes.ts';
import { count } from '../../text/amounts.ts';

/** What keeps a text from being a note, in words for whoever writes it; undefined: nothing. */
export function noteProblem(text: string): string | undefined {
  if (text.trim() === '') return 'Write something first.';
  const over = text.length - longestNote;
  if (over <= 0) return undefined;
  return `A note has ${count(longestNote)} characters at the most: take out ${count(over)}.`;
}
