import { PolicyError } from '@vectorgate/policy-schema';
import { type Archive, type ArchiveRows, openArchive } from '@vectorgate/policy-schema/archive';
import { isRecord, text } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import { readSteps } from './read-steps.ts';
import type { RecordedStep } from './recorded-step.ts';

/** An archive whose calls are to be read. */
export interface ArchiveToRun {
  /** Its file, for people. */
  readonly named: string;
  readonly rows: ArchiveRows;
  /** Bytes that are gone from its end. */
  readonly missing: number;
  /** Of the sessions in it; those of the same program come along. */
  readonly session: string | undefined;
}

/**
 * Verifies an archive and reads the calls in it. Throws `ClientError` where it is none, is not what was exported, or does not
 * say of which program.
 */
export async function stepsInArchive({
  named,
  rows,
  missing,
  session,
}: ArchiveToRun): Promise<RecordedStep[]> {
  try {
    const archive = await openArchive(rows);
    if (missing > 0 || !(await archive.verify()).ok) throw notWhole(named);
    return await readSteps(archive, await sessionsOf(archive, session));
  } catch (cause) {
    if (cause instanceof PolicyError)
      throw new ClientError('no-archive', cause.message, 'Nothing was run.', { cause });
    throw cause;
  }
}

const notWhole = (named: string): ClientError =>
  new ClientError(
    'no-archive',
    `${named} is not what was exported, so its answers may not be what was recorded.`,
    `Nothing was run. See what is wrong: vectorgate sessions verify ${named}`,
  );

/** The sessions to run over: those of the run that the named one is of, or of the only one. */
async function sessionsOf(archive: Archive, session: string | undefined): Promise<ReadonlySet<string>> {
  const runs = new Map<string, Set<string>>();
  for (const { header } of await archive.steps()) {
    const run = runName(header);
    runs.set(run, (runs.get(run) ?? new Set()).add(header.session));
  }
  const found = [...runs.values()].filter((one) => session === undefined || one.has(session));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const all = (await archive.sessions()).map(({ id }) => id);
  const some = `It has ${all.slice(0, 5).join(', ')}${all.length > 5 ? ', …' : ''}.`;
  if (all.length === 0)
    throw new ClientError('no-records', 'The archive holds no session.', 'Nothing was run.');
  if (session !== undefined)
    throw new ClientError('not-found', `The archive has no session ${session}.`, some);
  throw new ClientError(
    'export-unclear',
    'The archive holds sessions of more than one program.',
    `Say whose, by one of its sessions: --session ID. ${some}`,
  );
}

/** One person's run of a kernel or program; without our shim, a session is one. */
function runName({ who, client, session }: Readonly<Record<string, unknown>>): string {
  const run = isRecord(client) ? text(client.session) : '';
  if (run === '') return JSON.stringify([session]);
  return JSON.stringify([isRecord(who) ? [who.issuer, who.subject] : [], run]);
}
