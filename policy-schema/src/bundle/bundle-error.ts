import { PolicyError } from '../errors/policy-error.ts';

/** A bundle is not one that can be put in force: why, and what to do. */
export class BundleError extends PolicyError {
  readonly next: string;

  constructor(code: 'bundle-unreadable' | 'bundle-file-name', message: string, next: string) {
    super(code, message);
    this.next = next;
  }
}
