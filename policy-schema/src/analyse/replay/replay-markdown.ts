import { inComment } from '../../markdown/in-comment.ts';
import { kindText } from './kind-text.ts';
import type { OutcomeChange } from './outcome-changes.ts';
import type { ReplayChange, ReplayReport } from './replay-tally.ts';
import { changeBlocks, peopleText, replayCannot, replaySummary, unsureLines } from './replay-texts.ts';

export interface ReplayMarkdownOptions {
  readonly title?: string;
  /** Where a rule can be read; absent: its file and line as text. */
  readonly linkToRule?: (rule: NonNullable<OutcomeChange['rule']>) => string | undefined;
  /** Where a record can be looked at; absent: its id as text. */
  readonly linkToRecord?: (record: string, session: string) => string | undefined;
  /** More that has to be said, one sentence each. */
  readonly notes?: readonly string[];
}

/** What a change of policies would have done to what was asked, as Markdown. */
export function replayMarkdown(report: ReplayReport, options: ReplayMarkdownOptions = {}): string {
  const { title = 'What this change would have done', notes = [] } = options;
  const parts = [`## ${inComment(title)}`, `**${inComment(replaySummary(report))}.**`];
  if (report.changes.length > 0) {
    const lines = changeBlocks(report).map((block) => row(block, options));
    const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
    const head = ['rule', 'what', 'requests', 'whom', 'for example'];
    parts.push([line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n'));
  }
  const told = [...notes, ...unsureLines(report), replayCannot];
  parts.push(told.map((one) => `- ${inComment(one)}`).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

function row(
  block: readonly ReplayChange[],
  { linkToRule, linkToRecord }: ReplayMarkdownOptions,
): readonly string[] {
  const [change] = block as [ReplayChange, ...ReplayChange[]];
  const { rule, examples } = change;
  const named = rule && `${rule.rule}${rule.side === 'base' ? ' (removed)' : ''}`;
  const link = rule && linkToRule?.(rule);
  const latest = examples.slice(0, 3).map(({ record, session }) => {
    const at = linkToRecord?.(record, session);
    return at === undefined ? inComment(record) : `[${inComment(record)}](${at})`;
  });
  return [
    named === undefined
      ? 'no rule'
      : link === undefined
        ? inComment(`${named}, ${rule!.file}:${rule!.line}`)
        : `[${inComment(named)}](${link})`,
    block.map(({ kind, what }) => `**${kindText[kind]}** ${inComment(what)}`).join('<br>'),
    change.requests.toLocaleString('en'),
    inComment(peopleText(change)),
    latest.join('<br>'),
  ];
}
