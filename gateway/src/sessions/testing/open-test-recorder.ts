import { pino } from 'pino';
import type { EvidenceOptions } from '../evidence/evidence-options.ts';
import type { LogRecorder } from '../log-recorder.ts';
import { openRecorder, type RecorderOptions } from '../open-recorder.ts';

/** The master key of all tests. */
export const testMasterKey: Uint8Array = Buffer.alloc(32, 'vectorgate test key');

/** Signs by the key of all tests, and only when it is closed, unless told otherwise. */
export const testEvidence = (more: Partial<EvidenceOptions> = {}): EvidenceOptions => ({
  signingKey: Buffer.alloc(32, 'vectorgate signs'),
  everyRecords: 1e9,
  everySeconds: 1e6,
  ...more,
});

/** A recorder over `folder` that logs nothing. */
export const openTestRecorder = (
  folder: string,
  options: Partial<RecorderOptions> = {},
): Promise<LogRecorder> =>
  openRecorder({ folder, masterKey: testMasterKey, logger: pino({ level: 'silent' }), ...options });
