import type { Note } from '../../host/replay-notes.ts';

/** How many notes stand beside each record; those beside the session itself are none of them. */
export function notedSteps(notes: readonly Note[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { record } of notes) if (record !== undefined) counts.set(record, (counts.get(record) ?? 0) + 1);
  return counts;
}
