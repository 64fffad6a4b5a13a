import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SavedSearches } from '@vectorgate/policy-schema/records-query';
import { isRecord } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import { settingsFile } from '../settings/settings.ts';

/** `searches.json` beside the settings: one file for the command line and editors, to be edited by hand too. */
export const savedSearchesFile = (): string => join(dirname(settingsFile()), 'searches.json');

/** The searches that this person keeps; none where there is no file. Throws `ClientError` for one that is none. */
export async function readSavedSearches(): Promise<SavedSearches> {
  const file = savedSearchesFile();
  let said: unknown;
  try {
    said = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw unreadable(file, cause);
  }
  const searches = isRecord(said) ? said.searches : undefined;
  if (!isRecord(searches) || !Object.values(searches).every((query) => typeof query === 'string'))
    throw unreadable(file);
  return searches as SavedSearches;
}

/** Replaces them as a whole. */
export async function writeSavedSearches(searches: SavedSearches): Promise<void> {
  const file = savedSearchesFile();
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify({ searches }, undefined, 2)}\n`, { mode: 0o600 });
  await rename(fresh, file);
}

const unreadable = (file: string, cause?: unknown): ClientError =>
  new ClientError(
    'searches-unreadable',
    `Your saved searches in ${file} cannot be read.`,
    'It holds { "searches": { "NAME": "QUERY" } }. Mend it, or move it aside.',
    { cause },
  );
