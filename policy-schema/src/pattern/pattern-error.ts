import { PolicyError } from '../errors/policy-error.ts';

/** Why a pattern is not accepted, and where in its text (UTF-16 units, the end exclusive). */
export class PatternError extends PolicyError {
  readonly start: number;
  readonly end: number;
  readonly remedy: string;

  constructor(
    code: string,
    [start, end]: readonly [number, number],
    message: string,
    remedy: string,
    options?: { cause?: unknown },
  ) {
    super(code, message, options);
    this.name = 'PatternError';
    this.start = start;
    this.end = end;
    this.remedy = remedy;
  }
}
