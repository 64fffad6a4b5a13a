import { open } from 'node:fs/promises';
import type { RecordedRequest } from '../analyse/replay/recorded.ts';
import { readRecordedLines } from '../analyse/replay/recorded-lines.ts';
import { UsageError } from '../errors/usage-error.ts';

/** Recorded requests of a file that `vectorgate policy replay --save` wrote. */
export async function* recordedFile(path: string): AsyncGenerator<RecordedRequest> {
  const unreadable = (cause: unknown): never => {
    throw new UsageError(`${path} cannot be read. Name a file of recorded operations.`, { cause });
  };
  const handle = await open(path).catch(unreadable);
  try {
    if (!(await handle.stat()).isFile()) unreadable(undefined);
    yield* readRecordedLines(handle.readLines({ encoding: 'utf8' }), path);
  } finally {
    await handle.close();
  }
}
