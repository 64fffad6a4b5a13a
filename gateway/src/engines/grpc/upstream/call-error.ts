import type { StoreFault } from '../../store-faults.ts';

/** A call that a store did not answer. */
export class CallError extends Error implements StoreFault {
  readonly code: string;
  readonly sent: boolean;

  constructor(code: string, sent: boolean, cause?: unknown) {
    super(code, { cause });
    this.code = code;
    this.sent = sent;
  }
}

/** The code of whatever the system or `node:http2` reports; what breaks the protocol is no store's answer. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return code === 'ERR_HTTP2_ERROR' ? 'answer-malformed' : code;
}
