import { Refusal } from '../pipeline/refusal.ts';

/** A request body above the limit, as it travels or decompressed. */
export const requestTooLarge = (limit: number): Refusal =>
  new Refusal(
    'unreadable',
    'request-too-large',
    `the request was not forwarded: its body is larger than ${limit.toLocaleString('en')} bytes.`,
    'Send it in smaller batches, or ask the platform team to raise limits.requestBytes.',
  );
