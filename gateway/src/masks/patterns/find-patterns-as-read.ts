import type { MaskPattern } from '@vectorgate/policy-schema';
import { type DecodedText, decodeText } from '../detectors/decoding/decoded-text.ts';
import { encodedRuns } from '../detectors/decoding/encoded-runs.ts';
import { findPatterns, type PatternFinding } from './find-patterns.ts';
import type { PatternBudget } from './pattern-budget.ts';

/** How often what was decoded is decoded again, and how deep encoded text inside encoded text is read. */
const mostLayers = 3;
const deepest = 2;

/** A finding, and whether it is a run of encoded text that says what was found. */
export interface ReadFinding extends PatternFinding {
  readonly encoded?: boolean;
}

/**
 * Finds what patterns match in UTF-8 text as it is written and as it is read: behind escapes, references, markup and
 * characters of no width, and inside encoded runs, like detectors do. Findings may overlap. Undefined: it cannot be
 * looked through within its bounds.
 */
export function findPatternsAsRead(
  bytes: Buffer,
  start: number,
  end: number,
  patterns: readonly MaskPattern[],
  budget: PatternBudget,
  depth = 0,
): readonly ReadFinding[] | undefined {
  const written = findPatterns(bytes, start, end, patterns, budget);
  if (written === undefined) return undefined;
  const all: ReadFinding[] = written;
  const layers: DecodedText[] = [];
  for (let i = 0; i < mostLayers; i++) {
    const below = layers.at(-1)?.bytes;
    const layer = below === undefined ? decodeText(bytes, start, end) : decodeText(below, 0, below.length);
    if (layer === undefined) break;
    layers.push(layer);
    const found = findPatterns(layer.bytes, 0, layer.bytes.length, patterns, budget);
    if (found === undefined) return undefined;
    for (const finding of found) all.push({ ...finding, ...placeOf(finding, layers) });
  }
  for (const run of depth < deepest ? encodedRuns(bytes, start, end) : []) {
    const found = findPatternsAsRead(run.text, 0, run.text.length, patterns, budget, depth + 1);
    if (found === undefined) return undefined;
    for (const { detector } of found) all.push({ start: run.start, end: run.end, detector, encoded: true });
  }
  return all;
}

/** Where a finding in the innermost layer stands in the written text. */
function placeOf(
  { start, end }: PatternFinding,
  layers: readonly DecodedText[],
): { readonly start: number; readonly end: number } {
  let [from, to] = [start, end];
  for (const layer of layers.toReversed()) [from, to] = [layer.start(from), layer.end(to)];
  return { start: from, end: to };
}
