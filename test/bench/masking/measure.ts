import type { DetectorName } from '@vectorgate/policy-schema';
import { findInText } from '../../../gateway/src/masks/detectors/find-in-text.ts';
import type { Sentence } from './make-sentences.ts';

/** What came of one class of values. */
export interface Tally {
  total: number;
  /** More than a third of its letters and digits are still shown. */
  leaked: number;
  /** A part is still shown, at most a third. */
  partly: number;
  readonly examples: string[];
  readonly partlyExamples: string[];
}

/** What came of a set of sentences. */
export interface Measured {
  readonly byClass: ReadonlyMap<DetectorName, Tally>;
  readonly otherWords: number;
  readonly otherWordsRemoved: number;
  readonly removedExamples: readonly string[];
}

/** Which UTF-16 units of a text are hidden when these detectors run. */
export function hiddenUnits(text: string, wanted: ReadonlySet<DetectorName>): Uint8Array {
  const bytes = Buffer.from(text);
  const hidden = new Uint8Array(text.length);
  for (const { start, end } of findInText(bytes, 0, bytes.length, wanted)) {
    const from = bytes.toString('utf8', 0, start).length;
    hidden.fill(1, from, from + bytes.toString('utf8', start, end).length);
  }
  return hidden;
}

/** How much of the letters and digits of a piece of text is shown, from 0 to 1. */
export function shownPart(text: string, hidden: Uint8Array, start: number, end: number): number {
  let all = 0;
  let shown = 0;
  for (let i = start; i < end; i++) {
    if (!/[\p{L}\p{N}]/u.test(text[i]!)) continue;
    all++;
    if (hidden[i] === 0) shown++;
  }
  return all === 0 ? 0 : shown / all;
}

/** Classes whose values may be masked under another's name: a street holds a town, and who can say of `Lourdes` what it is? */
const overlaps: ReadonlySet<DetectorName> = new Set(['person-name', 'place', 'street-address']);

/** Runs detectors over labelled sentences, and counts what stays to be seen and what goes without need. */
export function measure(
  sentences: readonly Sentence[],
  wanted: ReadonlySet<DetectorName>,
  onlyWanted = false,
): Measured {
  const byClass = new Map<DetectorName, Tally>();
  const removedExamples: string[] = [];
  let otherWords = 0;
  let otherWordsRemoved = 0;
  for (const { text, labels } of sentences) {
    const hidden = hiddenUnits(text, wanted);
    const labelled = new Uint8Array(text.length);
    for (const { detector, start, end } of labels) {
      if (!wanted.has(detector) && onlyWanted && !overlaps.has(detector)) continue;
      labelled.fill(1, start, end);
      if (!wanted.has(detector)) continue;
      let tally = byClass.get(detector);
      if (tally === undefined) {
        tally = { total: 0, leaked: 0, partly: 0, examples: [], partlyExamples: [] };
        byClass.set(detector, tally);
      }
      tally.total++;
      const shown = shownPart(text, hidden, start, end);
      if (shown > 1 / 3) {
        tally.leaked++;
        tally.examples.push(`${text.slice(start, end)}   in   ${text}`);
      } else if (shown > 0) {
        tally.partly++;
        tally.partlyExamples.push(`${text.slice(start, end)}   in   ${text}`);
      }
    }
    for (const word of text.matchAll(/[\p{L}\p{N}]+/gu)) {
      if (labelled[word.index] === 1) continue;
      otherWords++;
      const part = hidden.subarray(word.index, word.index + word[0].length);
      if (!part.includes(1)) continue;
      otherWordsRemoved++;
      removedExamples.push(`${word[0]}   in   ${text}`);
    }
  }
  return { byClass, otherWords, otherWordsRemoved, removedExamples };
}
