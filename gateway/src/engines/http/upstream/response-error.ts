/** The store's bytes are no HTTP/1.1 response that every reader would read the same way. */
export class ResponseError extends Error {
  override readonly name = 'ResponseError';
  /** Stable code for the log: `answer-malformed`, `answer-truncated`, `answer-timeout`, `connect-timeout`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export const malformedAnswer = (what: string): ResponseError => new ResponseError('answer-malformed', what);
