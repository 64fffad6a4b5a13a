import { PolicyError } from '../../errors/policy-error.ts';
import { Archive } from './archive.ts';
import { readManifest } from './archive-manifest.ts';
import type { ArchiveRows } from './archive-rows.ts';
import { checkFormat } from './check-format.ts';

/**
 * Opens an archive of recorded sessions (`.vgsession`) for reading. Rejects with `PolicyError`: code `archive-foreign`
 * for a file that is none, `archive-newer` for one of a later format, `archive-damaged` for one that is cut short or
 * changed so much that it says nothing of itself any more. Opening proves nothing: `verify` of the archive does.
 */
export async function openArchive(rows: ArchiveRows): Promise<Archive> {
  const format = await checkFormat(rows);
  let value: unknown;
  try {
    const [row] = await rows.all('SELECT manifest FROM archive WHERE one = 1');
    value = JSON.parse(String(row?.manifest));
  } catch (cause) {
    throw new PolicyError('archive-damaged', unreadable, { cause });
  }
  const manifest = readManifest(value, format);
  if (manifest === undefined) throw new PolicyError('archive-damaged', unreadable);
  return new Archive(rows, manifest);
}

const unreadable =
  'This archive is damaged or cut short: what it says of itself cannot be read. Get the file once more.';
