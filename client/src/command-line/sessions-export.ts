import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ClientError } from '../errors/client-error.ts';
import { exportSize, sentWhole, writeExport } from '../exports/write-export.ts';
import type { Terminal } from '../output/terminal.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';
import type { exportBodies, exportFormats } from './export-choices.ts';
import { readRecordsQuery } from './read-records-query.ts';

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
  const maskBy =
    options.maskBy === undefined
      ? undefined
      : await (await import('../exports/guards-at.ts')).guardsAt(options.maskBy);
  const api = await signedInApi(options, terminal);
  const content = await api.export(
    id === undefined ? { query: query ?? '', all } : { session: id },
    {
      format,
      bodies,
    },
    { maskBy },
  );
  if (path === '-') {
    const source = Readable.fromWeb(content as Parameters<typeof Readable.fromWeb>[0]);
    await sentWhole(pipeline(source, process.stdout, { end: false }), 'standard output');
    return;
  }
  const size = await writeExport(content, path);
  print(terminal, options, { file: path, bytes: size, format, bodies }, () =>
    format === 'vgsession'
      ? `${path}, ${exportSize(size)}. Whoever gets it verifies it without a gateway:\nvectorgate sessions verify ${path} --key KEYS\n`
      : `${path}, ${exportSize(size)}.\n`,
  );
}
