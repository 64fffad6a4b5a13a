import type { RecordedAsk } from './recorded.ts';

/** What was asked, out of JSON: there an endless number of records is null. */
export const askOf = (ask: RecordedAsk): RecordedAsk =>
  ask.operations.every(({ records }) => records !== null)
    ? ask
    : { ...ask, operations: ask.operations.map((one) => ({ ...one, records: one.records ?? Infinity })) };
