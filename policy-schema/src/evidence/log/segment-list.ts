import type { RecordsSource } from './records-source.ts';

/** A segment of the log, as files tell. */
export interface ListedSegment {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  readonly path: string;
  /** Removed: only its leaf hashes are there. */
  readonly removed: boolean;
}

const shape = /^(\d{12})\.(segment|leaves)$/;

/** Segments by number. Of one whose removal was interrupted, and which is still there, the segment counts. */
export async function listSegments(source: RecordsSource): Promise<ListedSegment[]> {
  const found = new Map<number, ListedSegment>();
  for (const name of [...(await source.list('segments'))].sort()) {
    const [, digits, kind] = shape.exec(name) ?? [];
    if (digits === undefined) continue;
    // Sorted by name: a segment comes behind the leaf hashes of the same number.
    const number = Number(digits);
    found.set(number, { number, name, path: `segments/${name}`, removed: kind === 'leaves' });
  }
  return [...found.values()].sort((a, b) => a.number - b.number);
}
