import { PolicyError } from '@vectorgate/policy-schema';
import { cutShort, describeArchive, verifyArchive } from '@vectorgate/policy-schema/archive';
import { openArchiveFile } from '@vectorgate/policy-schema/archive-file';
import type { VerifierKey } from '@vectorgate/policy-schema/evidence';
import { printableLines } from '@vectorgate/policy-schema/printable';
import { ClientError } from '../errors/client-error.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import type { Terminal } from '../output/terminal.ts';
import { print } from './context.ts';

/** `vectorgate sessions verify FILE`: checks an archive without a gateway. @returns the exit code */
export async function verifyArchiveFile(
  path: string,
  keys: readonly VerifierKey[],
  options: { readonly json?: boolean },
  terminal: Terminal,
): Promise<number> {
  const isWatched = process.stderr.isTTY === true;
  try {
    const file = await openArchiveFile(path);
    try {
      const { missing } = file;
      const found = await verifyArchive(file.rows, {
        keys,
        ...(isWatched && {
          progress: (count: number) => terminal.err(`\r${count.toLocaleString('en-US')} records …`),
        }),
      });
      if (isWatched && found.records >= 1_000) terminal.err(`\r${' '.repeat(40)}\r`);
      const report = cutShort(found, missing);
      print(terminal, options, report, () => printableLines(describeArchive(report)));
      return report.ok ? exitCodes.fine : exitCodes.trouble;
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (!(cause instanceof PolicyError)) throw cause;
    throw new ClientError('no-archive', cause.message, 'Nothing of it was verified.', { cause });
  }
}
