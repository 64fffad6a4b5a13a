import type { RecordPlace } from '../index/index-queries.ts';
import { FrameNumbers } from './frame-numbers.ts';

/** One record of the log that goes into an export. */
export interface ExportedFrame {
  /** Number of the record in the log. */
  readonly number: number;
  readonly segment: number;
  readonly place: number;
  readonly length: number;
  /** The decision that it belongs to. */
  readonly of: RecordPlace;
  /** No other record of that decision comes behind it. */
  readonly last: boolean;
}

/** The records of decisions in the order of the log: of one with an intent and an outcome both. */
export async function exportedFrames(
  segments: string,
  decisions: readonly RecordPlace[],
): Promise<ExportedFrame[]> {
  const frames = decisions.flatMap((of) => {
    const { segment, place, length, intent } = of;
    const outcome = { segment, place, length, of, last: true, first: false };
    const isAlone = intent === undefined || (intent.segment === segment && intent.place === place);
    return isAlone ? [{ ...outcome, first: true }] : [{ ...intent, of, last: false, first: true }, outcome];
  });
  frames.sort((a, b) => a.segment - b.segment || a.place - b.place);
  const numbers = new FrameNumbers(segments);
  const numbered: ExportedFrame[] = [];
  for (const { first, ...frame } of frames) {
    // A decision has the number of its first record.
    const number = first ? frame.of.no : await numbers.at(frame.segment, frame.place);
    numbered.push({ ...frame, number });
  }
  return numbered;
}
