import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PolicyError } from '@vectorgate/policy-schema';
import {
  describeEvidence,
  parseVerifierKey,
  publishedNames,
  type VerifierKey,
  verifyEvidence,
} from '@vectorgate/policy-schema/evidence';
import { folderRecords } from '@vectorgate/policy-schema/folder-records';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import { printableLines } from '@vectorgate/policy-schema/printable';
import { ClientError } from '../errors/client-error.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import type { Terminal } from '../output/terminal.ts';
import { print } from './context.ts';
import { verifyArchiveFile } from './verify-archive-file.ts';

export interface VerifyRecordsOptions {
  /** Public keys, or files of them. */
  readonly key?: readonly string[];
  /** Checkpoints that lie elsewhere: files, or folders in which a gateway publishes them. */
  readonly published?: readonly string[];
  readonly json?: boolean;
}

/** `vectorgate sessions verify PATH`: checks recorded sessions, or an archive, without a gateway. @returns the exit code */
export async function sessionsVerify(
  folder: string,
  options: VerifyRecordsOptions,
  terminal: Terminal,
): Promise<number> {
  const given = (await Promise.all((options.key ?? []).map(readKeys))).flat();
  if (existsSync(folder) && !(await isFolder(folder)))
    return verifyArchiveFile(folder, given, options, terminal);
  const records = [folder, join(folder, 'records')].find((path) => existsSync(join(path, 'segments')));
  if (records === undefined)
    throw new ClientError(
      'no-records',
      `There are no records in ${folder}.`,
      'Name a data folder of a gateway, a copy of one, or an archive (.vgsession).',
    );
  const source = folderRecords(records);
  const origin = given[0]?.name ?? (await originIn(records));
  const isWatched = process.stderr.isTTY === true;
  const report = await verifyEvidence(source, {
    keys: given,
    published: await Promise.all((options.published ?? []).map((path) => readPublished(path, origin))),
    hashes: nativeHashes,
    // The gateway may be writing them right now.
    settle: () => pause(200),
    ...(isWatched && {
      progress: (count: number) => terminal.err(`\r${count.toLocaleString('en-US')} records …`),
    }),
  }).catch((cause: unknown) => {
    throw unreadable(records, cause);
  });
  if (isWatched && report.records >= 10_000) terminal.err(`\r${' '.repeat(40)}\r`);
  print(terminal, options, report, () => printableLines(describeEvidence(report)));
  return report.ok ? exitCodes.fine : exitCodes.trouble;
}

/** What kept the records from being read to their end: nothing is said of them then. */
function unreadable(folder: string, cause: unknown): unknown {
  if (cause instanceof PolicyError)
    return new ClientError('no-records', cause.message, 'Then do this once more.', { cause });
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return cause;
  return new ClientError(
    'no-records',
    `The records in ${folder} cannot be read (${code}), so nothing can be said of them.`,
    'Read them as a user who may, or verify a copy of the folder.',
    { cause },
  );
}

/** A key as it is written, or the keys in a file, one a line. */
async function readKeys(given: string): Promise<VerifierKey[]> {
  const only = parseVerifierKey(given);
  if (only !== undefined) return [only];
  const text = await readFile(given, 'utf8').catch((cause: unknown) => {
    throw new ClientError(
      'no-key',
      `${given} is no public key, and no file that can be read.`,
      howToGetKeys,
      { cause },
    );
  });
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const key = parseVerifierKey(line.trim());
      if (key === undefined)
        throw new ClientError('no-key', `${given} holds something that is no public key.`, howToGetKeys);
      return key;
    });
}

const howToGetKeys =
  'Ask whoever runs the gateway: it writes its public keys where it publishes checkpoints, and as evidence/keys beside the records.';

async function originIn(records: string): Promise<string | undefined> {
  const text = await readFile(join(records, 'evidence', 'keys'), 'utf8').catch(() => '');
  return parseVerifierKey(text.split('\n')[0] ?? '')?.name;
}

async function readPublished(path: string, origin: string | undefined): Promise<string> {
  const file =
    (await isFolder(path)) && origin !== undefined ? join(path, publishedNames(origin).checkpoints) : path;
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ClientError(
      'no-checkpoints',
      `There are no checkpoints of this log at ${file}.`,
      'Name the folder in which the gateway publishes them, or the file.',
      { cause },
    );
  });
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;
