import { inComment } from '../../markdown/in-comment.ts';
import type { ChangedRule } from './change.ts';
import { widening } from './change.ts';
import type { DiffRow } from './diff-row.ts';
import {
  blocksOf,
  changeText,
  diffSummary,
  ruleName,
  rulesToShow,
  trafficText,
  weighingText,
} from './diff-texts.ts';
import type { PermissionDiff } from './permission-diff.ts';
import type { RowTraffic, Weighing } from './weigh.ts';

export interface DiffMarkdownOptions {
  /** What was asked of them lately, and where that is from: `in recorded.jsonl`. */
  readonly weighed?: { readonly weighing: Weighing; readonly over: string } | undefined;
  /** Where a rule can be read; absent: its file and line as text. */
  readonly linkTo?: (rule: ChangedRule) => string | undefined;
  /** What is compared, in words. */
  readonly title?: string;
}

const cell = (parts: readonly string[]): string => parts.map(inComment).join('<br>');

/** A permission diff as Markdown: for a pull request's comment, or an editor. */
export function diffMarkdown(diff: PermissionDiff, options: DiffMarkdownOptions = {}): string {
  const { weighed, title = 'Permission diff' } = options;
  const rows = diff.rows.map((row, i) => ({ row, traffic: weighed?.weighing.rows[i] }));
  const ordinary = rows.filter(({ row }) => !row.edge);
  const edge = rows.filter(({ row }) => row.edge);
  const parts = [`## ${inComment(title)}`, `**${inComment(diffSummary(diff))}.**`];
  if (diff.rows.some(({ kind }) => kind === 'changed'))
    parts.push('*Changed*: it cannot be told by machine whether that is more or less; somebody has to look.');
  if (diff.rows.some(({ exact }) => !exact))
    parts.push(
      'Rows with † name at most whom and what it is about: there were too many rules to look at them together.',
    );
  if (weighed !== undefined) parts.push(`${inComment(weighingText(weighed.weighing, weighed.over))}.`);
  if (ordinary.length > 0) parts.push(table(ordinary, diff, options));
  if (edge.length > 0) {
    const more = edge.some(({ row }) => widening.has(row.kind)) ? ', some of them widening' : '';
    const summary = `Only for callers, targets or operations that are not ordinary (${edge.length}${more})`;
    parts.push(`<details><summary>${summary}</summary>\n\n${table(edge, diff, options)}\n\n</details>`);
  }
  return `${parts.join('\n\n')}\n`;
}

function table(
  rows: readonly { readonly row: DiffRow; readonly traffic: RowTraffic | undefined }[],
  diff: PermissionDiff,
  { weighed, linkTo }: DiffMarkdownOptions,
): string {
  const head = ['who', 'where', 'operations', 'what', 'rules', ...(weighed ? ['asked'] : [])];
  const lines = blocksOf(rows.map(({ row }) => row)).map((block) => {
    const [first] = block as [DiffRow, ...DiffRow[]];
    const own = rows.find(({ row }) => row === first)?.traffic;
    const rules = rulesToShow(block, diff).map((rule) => {
      const link = linkTo?.(rule);
      return link === undefined
        ? inComment(`${ruleName(rule)}, ${rule.file}:${rule.line}`)
        : `[${inComment(ruleName(rule))}](${link})`;
    });
    return [
      cell(first.who),
      cell([first.connections.join(', '), ...first.places]),
      cell([first.operations.join(', ')]),
      block
        .map((row) => `**${row.kind}**${row.exact ? '' : ' †'} ${inComment(changeText(row))}`)
        .join('<br>'),
      rules.join('<br>'),
      ...(weighed ? [own === undefined ? '' : inComment(trafficText(own))] : []),
    ];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n');
}
