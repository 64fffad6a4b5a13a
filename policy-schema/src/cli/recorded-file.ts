import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { RecordedRequest } from '../analyse/replay/recorded.ts';
import { readRecordedLines } from '../analyse/replay/recorded-lines.ts';
import { UsageError } from './usage-error.ts';

/** Recorded requests of a file that `vectorgate policy replay --save` wrote. */
export async function* recordedFile(path: string): AsyncGenerator<RecordedRequest> {
  const stream = createReadStream(path, { encoding: 'utf8' });
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  try {
    await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject));
    yield* readRecordedLines(lines, path);
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new UsageError(`${path} cannot be read. Name a file of recorded operations.`, { cause });
  } finally {
    stream.destroy();
  }
}
