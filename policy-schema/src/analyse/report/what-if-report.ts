import { kindText } from '../replay/kind-text.ts';
import type { OutcomeKind } from '../replay/outcome-changes.ts';
import type { ReplayChange, ReplayReport } from '../replay/replay-tally.ts';
import {
  changeBlocks,
  counted,
  minuteText,
  peopleText,
  replayCannot,
  replaySummary,
  unsureLines,
} from '../replay/replay-texts.ts';
import type { AnalysisReport, ReportRow, ReportRule } from './analysis-report.ts';

const signs: Readonly<Record<OutcomeKind, string>> = {
  allowed: '✓',
  unmasked: '△',
  widened: '▲',
  changed: '≠',
  refused: '⊘',
  held: '⏳',
  masked: '▒',
  narrowed: '▼',
};
const more: ReadonlySet<OutcomeKind> = new Set(['allowed', 'unmasked', 'widened', 'changed']);

const ruleOf = ({ rule }: ReplayChange): ReportRule => {
  if (rule === undefined) return { name: 'no rule' };
  if (rule.side === 'base') return { name: `${rule.rule} (removed)` };
  return { name: rule.rule, place: { file: rule.file, line: rule.line } };
};

/** What the policies would have done to what was asked, for an editor to draw. */
export function whatIfReport(
  report: ReplayReport,
  compared: string,
  notes: readonly string[],
): AnalysisReport {
  const rows = changeBlocks(report).map((block): ReportRow => {
    const [first] = block as [ReplayChange, ...ReplayChange[]];
    return {
      heading: `${counted(first.requests, 'request')} of ${peopleText(first)}`,
      changes: block.map(({ kind, what }) => ({
        sign: signs[kind],
        kind: kindText[kind],
        isMore: more.has(kind),
        text: what,
      })),
      rules: [ruleOf(first)],
      requests: first.requests,
      examples: first.examples.map(({ record, session, who, time }) => ({
        record,
        session,
        time,
        text: `${who}, ${minuteText(time)} UTC`,
      })),
    };
  });
  return {
    title: 'What this change would have done',
    summary: [`${replaySummary(report)}, compared with ${compared}.`],
    rows,
    notes: [...notes, ...unsureLines(report), replayCannot],
  };
}
