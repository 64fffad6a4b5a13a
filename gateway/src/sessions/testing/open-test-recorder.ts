import { pino } from 'pino';
import type { LogRecorder } from '../log-recorder.ts';
import { openRecorder, type RecorderOptions } from '../open-recorder.ts';

/** The master key of all tests. */
export const testMasterKey: Uint8Array = Buffer.alloc(32, 'vectorgate test key');

/** A recorder over `folder` that logs nothing. */
export const openTestRecorder = (
  folder: string,
  options: Partial<RecorderOptions> = {},
): Promise<LogRecorder> =>
  openRecorder({ folder, masterKey: testMasterKey, logger: pino({ level: 'silent' }), ...options });
