import { createHmac } from 'node:crypto';
import { tokenDigits } from './marks.ts';

/**
 * The token of a text: HMAC-SHA-256 under the connection's own key. The same text has the same token in every field,
 * document and session of the connection, and an unrelated one on every other. All tokens are equally long, and so
 * long that two texts never share one: they can be joined on.
 */
export function tokenText(text: string, key: Uint8Array): string {
  return `«token:${createHmac('sha256', key).update(text).digest('hex').slice(0, tokenDigits)}»`;
}
