import { MessageError } from '../../errors/message-error.ts';

/** A request that REST has no words for, or that could be read in two ways. */
export const unreadable = (code: string, what: string, next?: string, cause?: unknown): MessageError =>
  new MessageError(code, what, next, { cause });

/** A field that is not what Qdrant documents. */
export const malformed = (name: string, expected: string): MessageError =>
  unreadable('malformed-field', `${name} is not ${expected}.`, `Send ${name} as Qdrant’s own client does.`);
