import { printable } from '../../terminal/printable.ts';
import { kindText } from './kind-text.ts';
import type { ReplayChange, ReplayReport } from './replay-tally.ts';
import {
  changeBlocks,
  counted,
  peopleText,
  replayCannot,
  replaySummary,
  unsureLines,
} from './replay-texts.ts';

/** What a change of policies would have done, for a terminal. */
export function replayTerminal(report: ReplayReport, notes: readonly string[] = []): string {
  const lines = changeBlocks(report).flatMap((block) => {
    const [{ rule, requests, examples, people, who }] = block as [ReplayChange, ...ReplayChange[]];
    const place = rule && `${rule.rule} ${rule.file}:${rule.line}${rule.side === 'base' ? ' (removed)' : ''}`;
    return [
      `${counted(requests, 'request')} of ${peopleText({ people, who })}`,
      ...block.map(({ kind, what }) => `  ${kindText[kind]}  ${what}`),
      ...(place === undefined ? [] : [`  by ${place}`]),
      ...examples.slice(0, 3).map(({ record, session }) => `  record ${record}  session ${session}`),
      '',
    ];
  });
  const told = [...notes, ...unsureLines(report), replayCannot].map((one) => `  ${one}`);
  return `${[...lines, `${replaySummary(report)}.`, ...told].map(printable).join('\n')}\n`;
}
