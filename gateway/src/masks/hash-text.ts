import { createHmac } from 'node:crypto';
import { hashDigits } from './marks.ts';

/** The keyed mark of a text: the same text has the same mark everywhere behind this gateway, and no other use. */
export function hashText(text: string, key: Uint8Array): string {
  return `«hash:${createHmac('sha256', key).update(text).digest('hex').slice(0, hashDigits)}»`;
}
