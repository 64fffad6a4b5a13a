import { plain } from '../../markdown/plain.ts';
import type { ChangedRule } from './change.ts';
import { widening } from './change.ts';
import type { DiffRow } from './diff-row.ts';
import { blocksOf, changeText, diffSummary, ruleName, rulesToShow, trafficText } from './diff-texts.ts';
import type { PermissionDiff } from './permission-diff.ts';
import type { RowTraffic } from './weigh.ts';

export interface DiffMarkdownOptions {
  /** In the order of the rows. */
  readonly traffic?: readonly RowTraffic[] | undefined;
  /** Where a rule can be read; absent: its file and line as text. */
  readonly linkTo?: (rule: ChangedRule) => string | undefined;
  /** What is compared, in words. */
  readonly title?: string;
}

const cell = (parts: readonly string[]): string => parts.map(plain).join('<br>');

/** A permission diff as Markdown: for a pull request's comment, or an editor. */
export function diffMarkdown(diff: PermissionDiff, options: DiffMarkdownOptions = {}): string {
  const { traffic, title = 'Permission diff' } = options;
  const weighed = diff.rows.map((row, i) => ({ row, traffic: traffic?.[i] }));
  const ordinary = weighed.filter(({ row }) => !row.edge);
  const edge = weighed.filter(({ row }) => row.edge);
  const parts = [`## ${plain(title)}`, `**${plain(diffSummary(diff))}.**`];
  if (diff.rows.some(({ kind }) => kind === 'changed'))
    parts.push('*Changed*: it cannot be told by machine whether that is more or less; somebody has to look.');
  if (diff.rows.some(({ exact }) => !exact))
    parts.push(
      'Rows with † name at most whom and what it is about: there were too many rules to look at them together.',
    );
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
  { traffic, linkTo }: DiffMarkdownOptions,
): string {
  const head = ['who', 'where', 'operations', 'what', 'rules', ...(traffic ? ['asked lately'] : [])];
  const lines = blocksOf(rows.map(({ row }) => row)).map((block) => {
    const [first] = block as [DiffRow, ...DiffRow[]];
    const own = rows.find(({ row }) => row === first)?.traffic;
    const rules = rulesToShow(block, diff).map((rule) => {
      const link = linkTo?.(rule);
      return link === undefined
        ? plain(`${ruleName(rule)}, ${rule.file}:${rule.line}`)
        : `[${plain(ruleName(rule))}](${link})`;
    });
    return [
      cell(first.who),
      cell([first.connections.join(', '), ...first.places]),
      cell([first.operations.join(', ')]),
      block.map((row) => `**${row.kind}**${row.exact ? '' : ' †'} ${plain(changeText(row))}`).join('<br>'),
      rules.join('<br>'),
      ...(traffic ? [own === undefined ? '' : plain(trafficText(own))] : []),
    ];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n');
}
