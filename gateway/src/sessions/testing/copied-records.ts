import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { recordFolders } from '../record-folders.ts';

/** Copies a folder of records as a crash would leave it. `index: false` leaves the index out. */
export function copyRecords(from: string, to: string, options: { index: boolean }): void {
  cpSync(from, to, { recursive: true });
  for (const name of readdirSync(to)) {
    if (name.startsWith('lock') || (!options.index && name.startsWith('index'))) rmSync(join(to, name));
  }
}

/** Paths of the segments, in order. */
export function segmentPaths(folder: string): string[] {
  const { segments } = recordFolders(folder);
  return readdirSync(segments)
    .sort()
    .map((name) => join(segments, name));
}
