import { type Logger, pino } from 'pino';

/** A log that a test may read: each line as it would be written. */
export interface CapturedLog {
  readonly logger: Logger;
  readonly lines: string[];
}

/** A logger of every level that keeps its lines. */
export function capturedLog(): CapturedLog {
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  return { logger, lines };
}
