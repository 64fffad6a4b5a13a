import type { RuleLimits } from '../compile/compiled-rule.ts';
import type { Operation } from '../operation/operation.ts';

/** A limit that a request does not keep. */
export interface ExceededLimit {
  readonly kind: 'topK' | 'page' | 'records';
  readonly limit: number;
}

/**
 * The first limit that an operation does not keep as asked (combining, point 6). What a request leaves out is
 * infinite unless the store has a default; what is no number is too much.
 */
export function exceededLimit(
  limits: RuleLimits,
  operation: Operation,
  records: number,
): ExceededLimit | undefined {
  const { topK, page } = limits;
  if (
    topK !== undefined &&
    operation.classes.includes('search') &&
    !((operation.topK?.value ?? Infinity) <= topK)
  ) {
    return { kind: 'topK', limit: topK };
  }
  if (
    page !== undefined &&
    operation.classes.includes('scan') &&
    !((operation.page?.value ?? Infinity) <= page)
  ) {
    return { kind: 'page', limit: page };
  }
  return limits.records !== undefined && !(records <= limits.records)
    ? { kind: 'records', limit: limits.records }
    : undefined;
}
