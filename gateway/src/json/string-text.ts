import type { JsonString } from './json-node.ts';
import { JsonReadError } from './json-read-error.ts';

/** Decodes the string token in `[start, end)`, quotes included. Throws `JsonReadError` on bad escapes and lone surrogates. */
export function decodeString(bytes: Buffer, start: number, end: number): string {
  let text: unknown;
  try {
    text = JSON.parse(bytes.toString('utf8', start, end));
  } catch {
    throw new JsonReadError('json-syntax', 'a string holds an escape that does not exist', start);
  }
  if (typeof text !== 'string') throw new JsonReadError('json-syntax', 'no string stands here', start);
  if (!text.isWellFormed())
    throw new JsonReadError('json-surrogate', 'a string holds half a character', start);
  return text;
}

/** The text that a string node stands for. */
export function stringText(bytes: Buffer, node: JsonString): string {
  return node.escaped
    ? decodeString(bytes, node.start, node.end)
    : bytes.toString('utf8', node.start + 1, node.end - 1);
}
