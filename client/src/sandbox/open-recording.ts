import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PolicyError } from '@vectorgate/policy-schema';
import { type Archive, openArchive } from '@vectorgate/policy-schema/archive';
import { openArchiveFile } from '@vectorgate/policy-schema/archive-file';
import { printQuery } from '@vectorgate/policy-schema/records-query';
import type { GatewayApi } from '../api/gateway-api.ts';
import { isRecord, text } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import { readStory } from '../replay/story.ts';
import { readSteps } from './read-steps.ts';
import type { RecordedStep } from './recorded-step.ts';

/** Reads the calls in an archive on disk. Throws `ClientError` where it is none, or is not what was exported. */
export async function recordingOfFile(path: string, session: string | undefined): Promise<RecordedStep[]> {
  try {
    const file = await openArchiveFile(path);
    try {
      const archive = await openArchive(file.rows);
      if (file.missing > 0 || !(await archive.verify()).ok) throw notWhole(path);
      return await readSteps(archive, await sessionsOf(archive, session));
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof PolicyError)
      throw new ClientError('no-archive', cause.message, 'Nothing was run.', { cause });
    throw cause;
  }
}

/**
 * Reads a session from the gateway, with the others of the same kernel's run, as far as the reader may see them. That
 * somebody else's was looked at is recorded there. What was read stays in memory: the file that carries it is gone again.
 */
export async function recordingOfSession(api: GatewayApi, session: string): Promise<RecordedStep[]> {
  const of = await runOf(api, session);
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-sandbox-'));
  const path = join(folder, 'recording.vgsession');
  try {
    const content = await api.export(of, { format: 'vgsession', bodies: 'all' });
    await pipeline(
      Readable.fromWeb(content as Parameters<typeof Readable.fromWeb>[0]),
      createWriteStream(path, { mode: 0o600 }),
    );
    return await recordingOfFile(path, session);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What to export: a notebook that reaches two stores makes a session of each, under one name of its kernel's run. */
async function runOf(api: GatewayApi, session: string): Promise<Parameters<GatewayApi['export']>[0]> {
  const story = await readStory(api, session);
  const [first] = story.steps;
  const run = isRecord(first?.client) ? text(first.client.session) : '';
  if (run === '') return { session };
  const me = (await api.me()).identity;
  const who = isRecord(first?.who) ? first.who : {};
  const isMine = isRecord(me) && me.issuer === who.issuer && me.subject === who.subject;
  const query = printQuery({ terms: [{ kind: 'text', key: 'kernel', not: false, any: [[run]] }] });
  return { query, all: !isMine };
}

/** Whether what was named is a file: sessions are named by an id, which no file has. */
export const isFile = async (named: string): Promise<boolean> =>
  (await stat(named).catch(() => undefined))?.isFile() === true;

const notWhole = (path: string): ClientError =>
  new ClientError(
    'no-archive',
    `${path} is not what was exported, so its answers may not be what was recorded.`,
    `Nothing was run. See what is wrong: vectorgate sessions verify ${path}`,
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
