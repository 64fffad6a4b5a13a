import { PolicyError } from '../errors/policy-error.ts';

/** The command was called in a way that cannot be carried out; nothing was checked. */
export class UsageError extends PolicyError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('usage', message, options);
    this.name = 'UsageError';
  }
}
