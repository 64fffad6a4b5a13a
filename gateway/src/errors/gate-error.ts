/**
 * The base of every error this gateway throws on purpose. `code` is stable; `detail` holds structured
 * fields that are safe to log: no values out of requests or responses, no credentials.
 */
export class GateError extends Error {
  readonly code: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;

  constructor(
    code: string,
    message: string,
    detail: Readonly<Record<string, string | number | boolean>> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.detail = detail;
  }
}
