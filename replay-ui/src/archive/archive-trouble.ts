import { PolicyError } from '@vectorgate/policy-schema';
import { QueryError } from '@vectorgate/policy-schema/records-query';
import { ReplayError } from '../errors/replay-error.ts';
import type { ArchiveTrouble } from './archive-messages.ts';

/** What to do next, by what the reader of archives found. Its own words name the first thing to do. */
const remedies: Readonly<Record<string, string>> = {
  'archive-foreign': 'Nothing of it was read.',
  'archive-newer': 'Nothing of it was read.',
  'archive-damaged': 'What the verdict says of this file tells what can still be read.',
  'evidence-platform': 'What is in the archive can be read, and nothing of it is proved here.',
};

/** Whatever was thrown while an archive was read, in words for people. */
export function archiveTrouble(error: unknown): ArchiveTrouble {
  if (error instanceof ReplayError) {
    const { code, message, remedy } = error;
    return { code, message, remedy };
  }
  if (error instanceof QueryError)
    return { code: 'query-unreadable', message: error.message, remedy: error.remedy };
  if (error instanceof PolicyError)
    return {
      code: error.code === 'evidence-platform' ? 'failed' : 'damaged',
      message: error.message,
      remedy: remedies[error.code] ?? 'Open the file again.',
    };
  return {
    code: 'failed',
    message: `This file cannot be read here: ${error instanceof Error ? error.message : String(error)}`,
    remedy:
      'Close it and open it again. A file of more than a gigabyte is verified by vectorgate sessions verify.',
  };
}
