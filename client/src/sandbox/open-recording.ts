import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openArchiveFile } from '@vectorgate/policy-schema/archive-file';
import type { GatewayApi } from '../api/gateway-api.ts';
import { archiveOfRun } from './archive-of-run.ts';
import type { RecordedStep } from './recorded-step.ts';
import { stepsInArchive } from './steps-in-archive.ts';

/** Reads the calls in an archive on disk. Throws `ClientError` where it is none, or is not what was exported. */
export async function recordingOfFile(path: string, session: string | undefined): Promise<RecordedStep[]> {
  const { rows, missing, close } = await openArchiveFile(path);
  try {
    return await stepsInArchive({ named: path, rows, missing, session });
  } finally {
    await close();
  }
}

/**
 * Reads a session from the gateway, with the others of the same kernel's run, as far as the reader may see them. That
 * somebody else's was looked at is recorded there. What was read stays in memory: the file that carries it is gone again.
 */
export async function recordingOfSession(api: GatewayApi, session: string): Promise<RecordedStep[]> {
  const content = await archiveOfRun(api, session);
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-sandbox-'));
  const path = join(folder, 'recording.vgsession');
  try {
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
