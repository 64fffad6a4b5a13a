import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ClientError } from '../errors/client-error.ts';
import type { Terminal } from '../output/terminal.ts';
import { textsOf } from '../policies/folder-texts.ts';
import type { PolicyTexts } from '../policies/policy-texts.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';
import { readRecordsQuery } from './read-records-query.ts';

/** Formats of an export, each with the ending of its file. */
export const exportFormats = ['vgsession', 'jsonl', 'csv'] as const;
export const exportBodies = ['none', 'request', 'all'] as const;

export interface ExportOptions extends CommonOptions {
  readonly format: (typeof exportFormats)[number];
  readonly bodies: (typeof exportBodies)[number];
  /** Of records, instead of one session. */
  readonly query?: string;
  readonly all?: boolean;
  /** A path; `-` for standard output. */
  readonly output?: string;
  readonly force?: boolean;
  /** A policy file or a folder: its guards mask more. */
  readonly maskBy?: string;
}

/** `vectorgate sessions export`: takes a session, or what a query finds, away as a file. */
export async function sessionsExport(
  id: string | undefined,
  options: ExportOptions,
  terminal: Terminal,
): Promise<void> {
  const { format, bodies, output, all = false } = options;
  if ((id === undefined) === (options.query === undefined))
    throw new ClientError(
      'export-unclear',
      'An export is of one session, or of what a query finds.',
      'Name the session, or give --query (--query "" is everything).',
    );
  const query = options.query === undefined ? undefined : readRecordsQuery(options.query);
  const path = output ?? `${id ?? 'records'}.${format}`;
  if (path !== '-' && options.force !== true && (await stat(path).catch(() => undefined)) !== undefined)
    throw new ClientError(
      'file-exists',
      `${path} is there already.`,
      'Name another with --output, or say --force.',
    );
  const maskBy = options.maskBy === undefined ? undefined : await guardsAt(options.maskBy);
  const api = await signedInApi(options);
  const content = await api.export(
    id === undefined ? { query: query ?? '', all } : { session: id },
    {
      format,
      bodies,
    },
    maskBy,
  );
  const source = Readable.fromWeb(content as Parameters<typeof Readable.fromWeb>[0]);
  if (path === '-') {
    await sent(pipeline(source, process.stdout, { end: false }), 'standard output');
    return;
  }
  // What breaks off leaves no file that looks whole.
  const draft = `${path}.part`;
  try {
    await sent(pipeline(source, createWriteStream(draft, { mode: 0o600 })), path);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  const { size } = await stat(path);
  print(terminal, options, { file: path, bytes: size, format, bodies }, () =>
    format === 'vgsession'
      ? `${path}, ${megabytes(size)}. Whoever gets it verifies it without a gateway:\nvectorgate sessions verify ${path} --key KEYS\n`
      : `${path}, ${megabytes(size)}.\n`,
  );
}

/** The policies of a folder, or of one file under its own name. */
const guardsAt = async (place: string): Promise<PolicyTexts> =>
  (await textsOf(place)).map((file) => (file.path === '' ? { ...file, path: basename(place) } : file));

const megabytes = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1000).toLocaleString('en-US')} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

async function sent(done: Promise<void>, where: string): Promise<void> {
  try {
    await done;
  } catch (cause) {
    throw new ClientError(
      'export-failed',
      `The export broke off, and nothing whole was written to ${where}.`,
      'Look whether there is room for it, and whether the gateway runs: vectorgate status',
      { cause },
    );
  }
}
