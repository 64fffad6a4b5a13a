import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface SegmentFile {
  /** From 1, without gaps. */
  readonly number: number;
  readonly name: string;
  readonly path: string;
  /** Bytes, when it was listed. */
  readonly size: number;
}

const shape = /^(\d{12})\.segment$/;

/** Name of a segment's file: its number in twelve digits, so that names sort. */
export const segmentName = (number: number): string => `${String(number).padStart(12, '0')}.segment`;

/** The segment files in a folder by number. Other files are left alone. */
export async function listSegments(folder: string): Promise<SegmentFile[]> {
  const found: SegmentFile[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const number = shape.exec(name)?.[1];
    if (number === undefined) continue;
    const path = join(folder, name);
    found.push({ number: Number(number), name, path, size: (await stat(path)).size });
  }
  return found;
}
