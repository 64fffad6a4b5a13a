import { isObject } from '../records/is-object.ts';
import type { SessionSummary } from '../records/session-summary.ts';

/** Whether a value is a session that can be shown; out of a file that was changed it may be anything. */
export const isSummary = (value: unknown): value is SessionSummary =>
  isObject(value) &&
  isObject(value.who) &&
  [
    value.id,
    value.connection,
    value.store,
    value.started,
    value.ended,
    value.who.issuer,
    value.who.subject,
    value.who.name ?? '',
  ].every((one) => typeof one === 'string') &&
  [value.records, value.refused, value.masked].every((one) => typeof one === 'number');
