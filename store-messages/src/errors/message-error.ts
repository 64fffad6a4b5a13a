/**
 * The base of what is thrown here on purpose. `message` completes "the request was not forwarded: …" and ends in a full
 * stop; `next` says what to do about it, where that is not to use the store's own client. Nothing of a message is quoted.
 */
export class MessageError extends Error {
  /** Stable. */
  readonly code: string;
  readonly next: string | undefined;

  constructor(code: string, message: string, next?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.next = next;
  }
}
