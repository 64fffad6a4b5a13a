import { permissionDiff } from '../diff/permission-diff.ts';
import { weigh } from '../diff/weigh.ts';
import { minuteText } from '../replay/replay-texts.ts';
import type { AnalysisReport } from './analysis-report.ts';
import { type AskedRequests, askedNotes } from './asked-notes.ts';
import type { Sides } from './compare-sides.ts';
import { diffReport } from './diff-report.ts';
import { loadSides } from './load-sides.ts';

/** A permission diff that is to be weighed. */
export interface WeighedSides extends Sides {
  /** Of when: `the last 7 days`. */
  readonly period: string;
  readonly requests: AskedRequests;
}

/** Who may do more and who less than under the base, and how much was asked of it. Throws `PolicyError` where a side does not load. */
export async function weighSides(
  { period, requests, ...sides }: WeighedSides,
  now: number,
): Promise<AnalysisReport> {
  const [before, after] = loadSides(sides);
  const diff = permissionDiff(before, after, { environment: sides.environment, now });
  const weighing = await weigh(diff.rows, requests);
  const notes = [
    ...askedNotes(requests),
    'What you may see is counted: as a reviewer what everybody asked, else your own.',
    `What was asked was read at ${minuteText(now)} UTC. Weigh again for what was asked since then.`,
  ];
  return diffReport(diff, sides.base.name, { weighing, over: `in ${period}`, notes });
}
