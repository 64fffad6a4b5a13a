import { Refusal } from '../../pipeline/refusal.ts';

/** A request that is not forwarded because it cannot be read for certain. `what` completes "the request was not forwarded: …". */
export const unreadable = (
  code: string,
  what: string,
  next = 'Send it as Qdrant’s own client does.',
  cause?: unknown,
): Refusal => new Refusal('unreadable', code, `the request was not forwarded: ${what}`, next, {}, { cause });

/** A name out of a request, fit to be quoted, or nothing to quote. */
export const quoted = (name: string): string => (/^[\w$#.:-]{1,60}$/.test(name) ? ` ${name}` : '');

/** A field of the body that is not what Qdrant documents. */
export const malformed = (name: string, expected: string): Refusal =>
  unreadable('malformed-field', `${name} is not ${expected}.`, `Send ${name} as Qdrant’s own client does.`);
