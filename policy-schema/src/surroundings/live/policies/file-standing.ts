import type { Comparing, FileComparisons } from './file-comparisons.ts';
import { type FileStanding, type Live, liveFileOf } from './live-words.ts';

/** A policy file as it is being written. */
export interface WrittenFile {
  /** What it is known by while it is open. */
  readonly file: string;
  /** Where it lies; the end of that tells which of the gateway's files it is. */
  readonly path: string;
  readonly text: string;
}

/** How a file stands to what is live, as far as it is known; where rules have to be compared, that is begun. */
export function fileStanding(
  { file, path, text }: WrittenFile,
  live: Live,
  comparisons: FileComparisons,
  begin: () => Comparing,
): FileStanding {
  if (live.files === undefined) return 'unknown';
  const twin = liveFileOf(live.files, path);
  if (twin?.text === text) return { same: true };
  const standing = comparisons.standing({ file, text, base: live.digest, begin });
  if (standing !== undefined && standing !== 'unknown') return standing;
  return twin === undefined ? 'not-there' : 'unknown';
}
