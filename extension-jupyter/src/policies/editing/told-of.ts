import type { Text } from '@codemirror/state';

/** Characters beyond which a policy is too large to be read: the language says so, and asks for no more of it. */
const mostRead = 1_000_000;

/**
 * What the language is told of a text. Of one that is too large to be read it needs no more than tells that it is: to hand
 * over ten megabytes with each pause of somebody typing would keep the keys waiting.
 */
export const toldOf = (doc: Text): string =>
  doc.length > mostRead ? doc.sliceString(0, mostRead + 1) : doc.toString();
