import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PolicyError } from '@vectorgate/policy-schema';
import { type Archive, openArchive } from '@vectorgate/policy-schema/archive';
import { openArchiveFile } from '@vectorgate/policy-schema/archive-file';
import type { GatewayApi } from '../api/gateway-api.ts';
import { isRecord, text } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
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
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-sandbox-'));
  const path = join(folder, 'recording.vgsession');
  try {
    const content = await api.export({ session }, { format: 'vgsession', bodies: 'all' });
    await pipeline(
      Readable.fromWeb(content as Parameters<typeof Readable.fromWeb>[0]),
      createWriteStream(path, { mode: 0o600 }),
    );
    return await recordingOfFile(path, session);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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

/** The sessions to run over: the one that is named, or those of one run. */
async function sessionsOf(archive: Archive, session: string | undefined): Promise<ReadonlySet<string>> {
  const all = (await archive.sessions()).map(({ id }) => id);
  if (session !== undefined) {
    if (all.includes(session)) return new Set([session]);
    throw new ClientError('not-found', `The archive has no session ${session}.`, `It has ${all.join(', ')}.`);
  }
  const runs = new Set<string>();
  for (const { header } of await archive.steps()) {
    const client = isRecord(header.client) ? text(header.client.session) : '';
    runs.add(client === '' ? header.session : client);
  }
  if (runs.size <= 1) return new Set(all);
  throw new ClientError(
    'not-found',
    `The archive holds ${all.length} sessions, and a program ran in one.`,
    `Say which: --session ${all.slice(0, 5).join(' | ')}${all.length > 5 ? ' | …' : ''}`,
  );
}
