import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describeEvidence, verifyEvidence } from '@vectorgate/policy-schema/evidence';
import { folderRecords } from '@vectorgate/policy-schema/folder-records';
import { SessionKeys } from './keys/session-keys.ts';
import { recordFolders } from './record-folders.ts';
import { type ChainResult, verifyChain } from './verify-chain.ts';

export interface VerifyReport extends ChainResult {
  /** The result in words, for people. */
  readonly text: string;
}

/**
 * Verifies the records in a gateway's data folder, or in its folder of records. With the master key of the
 * records the parts are opened and checked as well. What was signed is held against the checkpoints beside it.
 */
export async function verifyRecords(folder: string, masterKey?: Uint8Array): Promise<VerifyReport> {
  const records = [folder, join(folder, 'records')].find((path) => existsSync(recordFolders(path).segments));
  if (records === undefined) {
    const text = `No records found: ${folder} is no data folder of a gateway.`;
    return { ok: false, segments: 0, records: 0, chain: '', text };
  }
  const keys = masterKey && (await SessionKeys.open(recordFolders(records).keys, masterKey));
  const result = await verifyChain(records, keys);
  const { segments, chain, problem } = result;
  const text =
    problem === undefined
      ? `${result.records} records in ${segments} segments verified. Chain hash ${chain}.`
      : `The record log is damaged. First broken record: number ${problem.record}, segment ${problem.segment}, byte ${problem.offset}: ${problem.reason}. ${problem.record} records before it verified.`;
  if (!result.ok || !existsSync(recordFolders(records).evidence)) return { ...result, text };
  const evidence = await verifyEvidence(folderRecords(records), { settle: () => pause(200) });
  return evidence.ok
    ? { ...result, text: `${text} ${evidence.signed} of them are signed.` }
    : { ...result, ok: false, text: describeEvidence(evidence) };
}
