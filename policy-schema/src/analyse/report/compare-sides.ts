import type { PolicyFile } from '../../compile/compile-policies.ts';
import type { PolicyEnvironment } from '../../compile/environment.ts';
import { widening } from '../diff/change.ts';
import { diffSummary } from '../diff/diff-texts.ts';
import { permissionDiff } from '../diff/permission-diff.ts';
import { type ReplayOptions, replay } from '../replay/replay.ts';
import type { AnalysisReport } from './analysis-report.ts';
import { type AskedRequests, askedNotes } from './asked-notes.ts';
import { diffReport } from './diff-report.ts';
import { loadSide } from './load-side.ts';
import { here, loadSides } from './load-sides.ts';
import { mostListed } from './row-examples.ts';
import { whatIfReport } from './what-if-report.ts';

/** Policies as they are being written, and those that they are compared with. */
export interface Sides {
  readonly head: readonly PolicyFile[];
  /** `name` as people call them: `live`, `HEAD`. */
  readonly base: { readonly name: string; readonly files: readonly PolicyFile[] };
  readonly environment: PolicyEnvironment | undefined;
}

/** What would come of putting policies in force. */
export interface SidesPlan {
  readonly report: AnalysisReport;
  /** Somebody gets more, or it cannot be told that nobody does. */
  readonly widens: boolean;
  readonly summary: string;
}

/** Who may do more and who less than under the base. Throws `PolicyError` where a side does not load. */
export const compareSides = (sides: Sides, now: number): AnalysisReport => planSides(sides, now).report;

/** The same, in sum too. `whose` are the first side's. Throws `PolicyError` where a side does not load. */
export function planSides(sides: Sides, now: number, whose = here): SidesPlan {
  const [before, after] = loadSides(sides, whose);
  const diff = permissionDiff(before, after, { environment: sides.environment, now });
  const widens = diff.rows.some(({ kind }) => widening.has(kind));
  return { report: diffReport(diff, sides.base.name), widens, summary: diffSummary(diff) };
}

/** What is decided again. */
export interface WhatIf extends Omit<Sides, 'base'>, Pick<ReplayOptions, 'onProgress' | 'signal'> {
  /** Absent: what was decided then. */
  readonly base: Sides['base'] | undefined;
  /** What is told is about this rule alone, as it stands on either side. */
  readonly rule?: { readonly policy: string; readonly id: string } | undefined;
  /** Of when, or from where: `the last 7d`. */
  readonly period: string;
  readonly requests: AskedRequests;
}

/** What the policies would have done to what was asked. Throws `PolicyError` where a side does not load. */
export async function whatIf(options: WhatIf): Promise<AnalysisReport> {
  const { head, base, environment, period, requests, rule, onProgress, signal } = options;
  const after = loadSide(head, environment, here);
  const before = base && loadSide(base.files, environment, `The policies of ${base.name}`);
  const whole = await replay(requests, {
    base: before,
    head: after,
    mostExamples: mostListed,
    ...(onProgress !== undefined && { onProgress }),
    ...(signal !== undefined && { signal }),
  });
  const report =
    rule === undefined
      ? whole
      : {
          ...whole,
          changes: whole.changes.filter(
            (change) => change.rule?.policy === rule.policy && change.rule.rule === rule.id,
          ),
        };
  const notes = [
    ...(rule === undefined ? [] : [`Of all that differs, what rule ${rule.id} does is shown.`]),
    ...askedNotes(requests, report.cancelled),
    ...(before === undefined ? ['Of masks only a comparison with other policies tells.'] : []),
  ];
  return whatIfReport(report, `${base?.name ?? 'what was decided then'}, ${period}`, notes);
}
