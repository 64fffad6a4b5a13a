import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describeEvidence, type EvidenceReport, verifyEvidence } from '@vectorgate/policy-schema/evidence';
import { folderRecords } from '@vectorgate/policy-schema/folder-records';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import { printableLines } from '@vectorgate/policy-schema/printable';
import { durableInIndex } from './index/durable-in-index.ts';
import { SessionKeys } from './keys/session-keys.ts';
import { openParts, parseHeader } from './parts/decode-record.ts';
import { recordFolders } from './record-folders.ts';

export interface VerifyReport
  extends Pick<EvidenceReport, 'ok' | 'records' | 'segments' | 'chain' | 'problems'> {
  /** The result in words, for people. */
  readonly text: string;
}

/**
 * Verifies the records in a gateway's data folder, or in its folder of records, as `vectorgate sessions verify` does, and
 * besides that the log has all that the index beside it knows to have been durable. With the master key of the records
 * their parts are opened and checked as well. Changes nothing; may run beside the gateway.
 */
export async function verifyRecords(folder: string, masterKey?: Uint8Array): Promise<VerifyReport> {
  const records = [folder, join(folder, 'records')].find((path) => existsSync(recordFolders(path).segments));
  if (records === undefined) {
    const text = `No records found: ${folder} is no data folder of a gateway.`;
    return { ok: false, segments: 0, records: 0, chain: '', problems: [], text };
  }
  const places = recordFolders(records);
  const keys = masterKey && (await SessionKeys.open(places.keys, masterKey));
  const report = await verifyEvidence(folderRecords(records), {
    settle: () => pause(200),
    hashes: nativeHashes,
    // Before the log: a gateway that runs goes on recording.
    durable: durableInIndex(places.index) ?? 0,
    ...(keys && { openParts: (record, header) => whatIsWrong(record, header, keys) }),
  });
  return { ...report, text: printableLines(describeEvidence(report).trimEnd()) };
}

/** Of a session that was forgotten, nothing can be opened, and nothing is wrong. */
async function whatIsWrong(
  record: Uint8Array,
  header: Uint8Array,
  keys: SessionKeys,
): Promise<string | undefined> {
  try {
    const parsed = parseHeader(header);
    const key = await keys.read(parsed.session);
    if (key !== undefined)
      openParts(Buffer.from(record.buffer, record.byteOffset, record.length), parsed, key);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
