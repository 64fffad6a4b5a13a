import { PolicyError } from '../../errors/policy-error.ts';
import type { ArchiveRows } from './archive-rows.ts';
import { type ArchiveFormat, archiveApplication, archiveFormats, archiveTables } from './archive-schema.ts';
import type { Findings } from './findings.ts';

/**
 * Looks whether this is an archive of a format that can be read, and of which. Rejects with `PolicyError` code `archive-foreign`,
 * `archive-newer`, or `archive-damaged` for a file that does not open. Tables that are not those of the format are a problem; without `findings` they make it foreign.
 */
export async function checkFormat(rows: ArchiveRows, findings?: Findings): Promise<ArchiveFormat> {
  const application = await pragma(rows, 'application_id');
  const version = await pragma(rows, 'user_version');
  const format = archiveFormats.find((one) => one === version);
  if (application !== archiveApplication) throw foreign('It is a database of something else.');
  if (version > Math.max(...archiveFormats))
    throw new PolicyError(
      'archive-newer',
      `This archive has format ${version}, and this VectorGate reads formats ${archiveFormats.join(' and ')}. Update VectorGate to open it.`,
    );
  if (format === undefined) throw foreign(`Its format, ${version}, is none that there ever was.`);
  let strange: string | undefined;
  try {
    strange = await strangeTables(rows, format);
  } catch (error) {
    if (findings === undefined)
      throw new PolicyError(
        'archive-damaged',
        'This archive is damaged or cut short: its list of tables cannot be read. Get the file once more.',
        { cause: error },
      );
    findings.damaged('the list of tables', error);
    return format;
  }
  if (strange === undefined) return format;
  if (findings === undefined) throw foreign(`It has ${strange}.`);
  findings.add({ code: 'archive-tables', reason: `it has ${strange}, which is not of the format` });
  return format;
}

/** The first thing that is not as the format has it: a view or a trigger could show one thing now and another later. */
async function strangeTables(rows: ArchiveRows, format: ArchiveFormat): Promise<string | undefined> {
  const wanted = new Map(Object.entries(archiveTables[format]));
  for (const { type, name, sql } of await rows.all('SELECT type, name, sql FROM sqlite_schema')) {
    if (type !== 'table' || wanted.get(String(name)) !== sql)
      return `another ${String(type)} ${JSON.stringify(name)}`;
    wanted.delete(String(name));
  }
  const [missing] = wanted.keys();
  return missing === undefined ? undefined : `no table "${missing}"`;
}

async function pragma(rows: ArchiveRows, name: 'application_id' | 'user_version'): Promise<number> {
  try {
    const [row] = await rows.all(`PRAGMA ${name}`);
    return Number(row?.[name] ?? 0);
  } catch (cause) {
    // node:sqlite and sql.js both give SQLite's own words.
    if (cause instanceof Error && /not a database/.test(cause.message))
      throw foreign('It is no database.', cause);
    throw new PolicyError(
      'archive-damaged',
      'This archive is damaged or cut short: nothing of it can be read. Get the file once more.',
      { cause },
    );
  }
}

const foreign = (why: string, cause?: unknown): PolicyError =>
  new PolicyError(
    'archive-foreign',
    `This file is no archive of recorded sessions. ${why} Name a .vgsession file that a gateway exported.`,
    { cause },
  );
