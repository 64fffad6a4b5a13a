import {
  blocksOf,
  type ChangedRule,
  type ChangeKind,
  changeText,
  type DiffRow,
  diffSummary,
  type PermissionDiff,
  ruleName,
  rulesToShow,
  widening,
} from '@vectorgate/policy-schema/analyse';
import { commandLink, escaped, lines, page, tableOf } from './page.ts';

const signs: Readonly<Record<ChangeKind, string>> = {
  widened: '▲',
  unmasked: '△',
  changed: '≠',
  narrowed: '▼',
  masked: '▒',
};

const ruleLink = (rule: ChangedRule): string =>
  rule.side === 'base'
    ? `<p>${escaped(ruleName(rule))}</p>`
    : `<p>${commandLink(ruleName(rule), 'vectorgate.openPolicy', 'Open the rule', rule.file, rule.line)}</p>`;

const what = (row: DiffRow): string =>
  `<p><span class="kind ${widening.has(row.kind) ? 'more' : 'less'}"><span aria-hidden="true">${signs[row.kind]} </span>${row.kind}</span> ${escaped(changeText(row))}</p>`;

const table = (rows: readonly DiffRow[], diff: PermissionDiff): string =>
  tableOf(
    ['who', 'where', 'operations', 'what', 'rules'],
    blocksOf(rows).map((block) => {
      const [first] = block as [DiffRow, ...DiffRow[]];
      return [
        lines(first.who),
        lines([first.connections.join(', '), ...first.places]),
        escaped(first.operations.join(', ')),
        block.map(what).join('') +
          (first.exact ? '' : '<p class="muted">at most: there are too many rules to tell</p>'),
        rulesToShow(block, diff).map(ruleLink).join(''),
      ];
    }),
  );

/** Who gets more and who less, as a page. */
export function diffPage(diff: PermissionDiff, base: string, nonce: string): string {
  const ordinary = diff.rows.filter(({ edge }) => !edge);
  const edge = diff.rows.filter((row) => row.edge);
  const aside =
    edge.length === 0
      ? ''
      : `<details${ordinary.length === 0 ? ' open' : ''}><summary>Only for callers, targets or operations that are not ordinary (${edge.length})</summary>${table(edge, diff)}</details>`;
  const note = diff.rows.some(({ kind }) => kind === 'changed')
    ? '<p class="muted">changed: no machine can tell whether that is more or less; somebody has to look.</p>'
    : '';
  return page(
    `Permission diff against ${base}`,
    `<p>${escaped(diffSummary(diff))}.</p>${note}${ordinary.length === 0 ? '' : table(ordinary, diff)}${aside}`,
    nonce,
  );
}
