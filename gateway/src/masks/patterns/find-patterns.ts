import type { MaskPattern } from '@vectorgate/policy-schema';
import { type PatternBudget, patternLimits } from './pattern-budget.ts';

/** A piece of text that a pattern matches; byte positions. */
export interface PatternFinding {
  readonly start: number;
  readonly end: number;
  readonly detector: string;
}

/** Most expressions that are kept compiled. */
const mostKept = 1_000;
const kept = new Map<string, RegExp>();

function compiled(expression: string): RegExp {
  let regexp = kept.get(expression);
  if (regexp === undefined) {
    if (kept.size >= mostKept) kept.clear();
    // No flag that changes what it means: V8 runs only those in linear time.
    regexp = new RegExp(expression, 'g');
    kept.set(expression, regexp);
  }
  regexp.lastIndex = 0;
  return regexp;
}

/**
 * Finds what patterns match in UTF-8 text. Findings come pattern by pattern and may overlap. Undefined: the text is too
 * long, holds too much, or the answer's time is spent: what cannot be looked through must be masked whole.
 */
export function findPatterns(
  bytes: Buffer,
  start: number,
  end: number,
  patterns: readonly MaskPattern[],
  budget: PatternBudget,
): PatternFinding[] | undefined {
  if (end - start > patternLimits.textBytes) return undefined;
  return budget.run((isSpent) => {
    const text = bytes.toString('utf8', start, end);
    const plain = text.length === end - start;
    const found: PatternFinding[] = [];
    for (const { name, expression } of patterns) {
      const regexp = compiled(expression);
      // Where the last finding ended: in the text, and in the bytes.
      let [at, place] = [0, start];
      for (let hit = regexp.exec(text); hit !== null; hit = regexp.exec(text)) {
        if (found.length === patternLimits.findings || isSpent()) return undefined;
        const { index, 0: piece } = hit;
        const from = plain ? start + index : place + Buffer.byteLength(text.slice(at, index));
        [at, place] = [index + piece.length, from + Buffer.byteLength(piece)];
        found.push({ start: from, end: place, detector: name });
      }
    }
    return found;
  });
}
