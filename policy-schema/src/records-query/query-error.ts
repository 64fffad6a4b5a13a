import { PolicyError } from '../errors/policy-error.ts';

/** Stable codes of what can be wrong with a query. */
export type QueryErrorCode =
  | 'query-too-long'
  | 'key-missing'
  | 'key-unknown'
  | 'value-missing'
  | 'value-unknown'
  | 'quote-open'
  | 'amount-unreadable'
  | 'time-unreadable'
  | 'field-missing'
  | 'text-too-long'
  | 'text-unreadable'
  | 'saved-unknown'
  | 'saved-negated';

/** A query that cannot be read: where (characters from 0, the end not in it), what, and the remedy. */
export class QueryError extends PolicyError {
  declare readonly code: QueryErrorCode;
  readonly from: number;
  readonly to: number;
  readonly remedy: string;

  constructor(code: QueryErrorCode, at: { from: number; to: number }, message: string, remedy: string) {
    super(code, message);
    this.from = at.from;
    this.to = at.to;
    this.remedy = remedy;
  }
}
