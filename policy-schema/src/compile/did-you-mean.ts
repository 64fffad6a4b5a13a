import { closestWord } from './closest-word.ts';
import type { Remedy } from './remedy.ts';

/** A remedy for an unknown word: the nearest known one, or all of them when they are few. */
export function didYouMean(word: string, candidates: readonly string[], otherwise: string): Remedy {
  const closest = closestWord(word, candidates);
  if (closest !== undefined) return { text: `Did you mean ${closest}?`, replacement: closest };
  if (candidates.length > 0 && candidates.length <= 16) return `Use one of: ${candidates.join(', ')}.`;
  return otherwise;
}
