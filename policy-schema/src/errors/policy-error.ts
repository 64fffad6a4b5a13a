/** The base of every error this package throws on purpose: a stable code and a message that names the remedy. */
export class PolicyError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'PolicyError';
    this.code = code;
  }
}
