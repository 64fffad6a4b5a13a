import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { SearchAsked, Searched } from './search-asked.ts';

/** Searches an index in a process of its own, whose memory is that of a gateway that searches. */
export async function searchApart(index: string, asked: readonly SearchAsked[]): Promise<Searched> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = execFile(
    process.execPath,
    [join(import.meta.dirname, 'searching-process.ts'), index],
    { maxBuffer: 64_000_000 },
    (error, out, err) => (error === null ? resolve(out) : reject(new Error(err, { cause: error }))),
  );
  child.stdin?.end(JSON.stringify(asked));
  return JSON.parse(await promise) as Searched;
}
