import { join } from 'node:path';
import { loadConfiguration } from '@vectorgate/gateway';
import { pino } from 'pino';
import { deriveKey, readMasterKey } from '../../gateway/src/master-key.ts';
import { openRecorder } from '../../gateway/src/sessions/open-recorder.ts';
import type { RecordHeader } from '../../gateway/src/sessions/record.ts';

/** The headers of all decisions in a stopped gateway's records, read through its own reader. */
export async function readAllHeaders(configurationFile: string): Promise<RecordHeader[]> {
  const configuration = await loadConfiguration(configurationFile);
  const masterKey = await readMasterKey(configuration.masterKey);
  const recorder = await openRecorder({
    folder: join(configuration.data, 'records'),
    masterKey: deriveKey(masterKey, 'records'),
    logger: pino({ level: 'silent' }),
  });
  try {
    const headers: RecordHeader[] = [];
    let cursor: string | undefined;
    do {
      const page = await recorder.pageRecords({ limit: 500, ...(cursor !== undefined && { cursor }) });
      headers.push(...page.records);
      cursor = page.next;
    } while (cursor !== undefined);
    return headers;
  } finally {
    await recorder.close();
  }
}
