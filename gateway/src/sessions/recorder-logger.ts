import type { Logger } from 'pino';

/** What the recorder needs of the gateway's logger. */
export type RecorderLogger = Pick<Logger, 'info' | 'warn' | 'error'>;
