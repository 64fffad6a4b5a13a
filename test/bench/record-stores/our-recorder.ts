import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { openRecorder } from '../../../gateway/src/sessions/open-recorder.ts';
import type { StoreKind } from './record-store.ts';

/** Our recorder: chained, encrypted, indexed; `signed`: with checkpoints that are published to a folder. */
export const ourRecorder = (signed: boolean): StoreKind => ({
  name: signed ? 'our log, signed' : 'our log, not signed',
  open: async (folder) => {
    const publish = join(folder, 'published');
    await mkdir(publish);
    return openRecorder({
      folder: join(folder, 'records'),
      masterKey: randomBytes(32),
      logger: pino({ level: 'silent' }),
      ...(signed && {
        evidence: { signingKey: randomBytes(32), everyRecords: 10_000, everySeconds: 30, publish },
      }),
    });
  },
});
