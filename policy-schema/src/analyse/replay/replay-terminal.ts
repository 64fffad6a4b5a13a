import type { ReplayReport } from './replay-tally.ts';
import { counted, kindText, peopleText, replayCannot, replaySummary, unsureLines } from './replay-texts.ts';

/** What a change of policies would have done, for a terminal. */
export function replayTerminal(report: ReplayReport, notes: readonly string[] = []): string {
  const lines = report.changes.flatMap((change) => {
    const { kind, what, rule, requests, examples } = change;
    const place = rule && `${rule.rule} ${rule.file}:${rule.line}${rule.side === 'base' ? ' (before)' : ''}`;
    return [
      `${kindText[kind]}: ${counted(requests, 'request')} of ${peopleText(change)}`,
      `  ${what}`,
      ...(place === undefined ? [] : [`  rule ${place}`]),
      ...examples.slice(0, 3).map(({ record, session }) => `  record ${record}  session ${session}`),
      '',
    ];
  });
  const told = [...notes, ...unsureLines(report), replayCannot].map((one) => `  ${one}`);
  return `${[...lines, `${replaySummary(report)}.`, ...told].join('\n')}\n`;
}
