/** Stable codes of what a host could not answer. */
export type ReplayErrorCode =
  | 'signed-out'
  | 'unreachable'
  | 'not-found'
  | 'query-unreadable'
  | 'refused'
  | 'damaged'
  | 'failed';

/** Why something cannot be shown, with what to do about it. Hosts reject with it. */
export class ReplayError extends Error {
  readonly code: ReplayErrorCode;
  /** What to do next, one sentence. */
  readonly remedy: string;

  constructor(
    code: ReplayErrorCode,
    message: string,
    remedy: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.remedy = remedy;
  }
}
