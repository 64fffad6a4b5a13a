import { matchesGlob } from '../compile/glob.ts';
import type { TextPattern } from './records-query.ts';

/** Whether a text satisfies a pattern, to the letter. Linear in the text. */
export const matchesPattern = (parts: TextPattern, text: string): boolean =>
  parts.length === 1 ? parts[0] === text : matchesGlob({ text: '', parts }, text);
