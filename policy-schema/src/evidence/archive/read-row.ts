import { PolicyError } from '../../errors/policy-error.ts';
import type { ArchiveValue } from './archive-rows.ts';

const malformed = (what: string): PolicyError =>
  new PolicyError('archive-damaged', `A row of the archive holds something other than ${what}.`);

/** These throw `PolicyError` code `archive-damaged` for a value of another type: files that were changed may hold any. */
export function textOf(value: ArchiveValue | undefined): string {
  if (typeof value === 'string') return value;
  throw malformed('a text');
}

export function numberOf(value: ArchiveValue | undefined): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  throw malformed('a number');
}

export function bytesOf(value: ArchiveValue | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw malformed('bytes');
}
