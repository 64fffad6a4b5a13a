import { isSavedName } from '@vectorgate/policy-schema/records-query';
import { ClientError } from '../errors/client-error.ts';
import { readSavedSearches, writeSavedSearches } from './saved-searches.ts';

/** Keeps a query, which can be read, under a name. Returns it as it is kept. Throws `ClientError`. */
export async function keepSearch(name: string, query: string): Promise<string> {
  const plain = name.replace(/^@/, '');
  if (!isSavedName(plain))
    throw new ClientError(
      'name-unfit',
      'No search can be kept under that name.',
      'Use small letters, digits and minus, 40 at the most, as in refused-this-week.',
    );
  const terms = query.trim();
  if (terms === '')
    throw new ClientError('name-unfit', 'There is no query to keep.', 'Write one: effect:deny since:7d');
  await writeSavedSearches({ ...(await readSavedSearches()), [plain]: terms });
  return plain;
}

/** Keeps nothing under that name any more. Throws `ClientError` code `not-found`. */
export async function dropSearch(name: string): Promise<string> {
  const plain = name.replace(/^@/, '');
  const { [plain]: dropped, ...rest } = await readSavedSearches();
  if (dropped === undefined)
    throw new ClientError(
      'not-found',
      `No search is kept as @${plain}.`,
      'See all that are: vectorgate sessions search --saved',
    );
  await writeSavedSearches(rest);
  return plain;
}
