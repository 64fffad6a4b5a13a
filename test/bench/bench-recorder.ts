import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pino } from 'pino';
import { diskFiles } from '../../gateway/src/sessions/log/log-files.ts';
import { openRecorder } from '../../gateway/src/sessions/open-recorder.ts';
import { recordDraft } from './record-draft.ts';
import { someAnswer } from './some-answer.ts';

/** A log of made-up records, from which archives are exported. */
export interface BenchRecorder {
  /** Records in it, all of one session. */
  readonly records: number;
  /** Exports all of them by the gateway's own exporter, with everything that was asked and answered. */
  archive(path: string): Promise<void>;
  close(): Promise<void>;
}

/** Records so many that an archive of them has about `megabytes`, with answers of `bytes`. */
export async function benchRecorder(
  folder: string,
  megabytes: number,
  bytes: number,
): Promise<BenchRecorder> {
  const recorder = await openRecorder({
    folder: join(folder, 'records'),
    masterKey: randomBytes(32),
    logger: pino({ level: 'silent' }),
    evidence: { signingKey: randomBytes(32), everyRecords: 10_000, everySeconds: 30 },
    // The records are made up: nobody waits for the disk.
    files: { ...diskFiles, fdatasync: async () => {} },
  });
  const key = { issuer: 'people', subject: 'ana', connection: 'insights', client: 'bench', token: '' };
  const session = recorder.sessionFor(key, Date.now());
  const [request, response] = [someAnswer(Math.min(512, bytes / 4)), someAnswer(bytes)];
  const records = Math.ceil((megabytes * 1e6) / (request.length + response.length + 2_000));
  for (let made = 0; made < records; made += 500)
    await Promise.all(
      Array.from({ length: Math.min(500, records - made) }, () =>
        recorder.append(recordDraft(session, request, response)),
      ),
    );
  return {
    records,
    archive: async (path) => {
      const file = await recorder.exporter.archive({
        of: { session },
        bodies: 'all',
        policies: false,
        see: ({ parts }) => ({
          header: (header) => header,
          parts: Object.fromEntries(Object.keys(parts).map((name) => [name, 'recorded'])),
          withheld: [],
        }),
        about: { by: { issuer: 'people', subject: 'rita' }, of: { session } },
      });
      await pipeline((await file.read()).stream, createWriteStream(path));
    },
    close: () => recorder.close(),
  };
}
