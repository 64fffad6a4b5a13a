import {
  blocksOf,
  type ChangedRule,
  type ChangeKind,
  changeText,
  type DiffRow,
  diffSummary,
  type PermissionDiff,
  placeOf,
  ruleName,
  rulesToShow,
  widening,
} from '@vectorgate/policy-schema/analyse';
import { commandLink, escaped, kindHtml, page, rowsOf } from './page.ts';

const signs: Readonly<Record<ChangeKind, string>> = {
  widened: '▲',
  unmasked: '△',
  changed: '≠',
  narrowed: '▼',
  masked: '▒',
};

const ruleLink = (rule: ChangedRule): string =>
  rule.side === 'base'
    ? escaped(ruleName(rule))
    : commandLink(ruleName(rule), 'vectorgate.openPolicy', 'Open the rule', rule.file, rule.line);

const what = (row: DiffRow): string =>
  `<p>${kindHtml(signs[row.kind], row.kind, widening.has(row.kind))} ${escaped(changeText(row))}</p>`;

const list = (rows: readonly DiffRow[], diff: PermissionDiff): string =>
  rowsOf(
    blocksOf(rows).map((block) => {
      const [first] = block as [DiffRow, ...DiffRow[]];
      const rules = rulesToShow(block, diff).map(ruleLink).join(', ');
      return `<h2>${escaped(first.who.join('; '))}</h2>
<p>${escaped(first.operations.join(', '))} <span class="muted">on ${escaped(placeOf(first))}</span></p>
<div class="changes">${block.map(what).join('')}</div>
<p class="muted">by ${rules}${first.exact ? '' : '; at most: there are too many rules to tell'}</p>`;
    }),
  );

/** Who gets more and who less, as a page. */
export function diffPage(diff: PermissionDiff, base: string, nonce: string): string {
  const ordinary = diff.rows.filter(({ edge }) => !edge);
  const edge = diff.rows.filter((row) => row.edge);
  const aside =
    edge.length === 0
      ? ''
      : `<details${ordinary.length === 0 ? ' open' : ''}><summary>Only for callers, targets or operations that are not ordinary (${edge.length})</summary>${list(edge, diff)}</details>`;
  const note = diff.rows.some(({ kind }) => kind === 'changed')
    ? '<p class="muted">changed: no machine can tell whether that is more or less; somebody has to look.</p>'
    : '';
  return page(
    `Permission diff against ${base}`,
    `<p>${escaped(diffSummary(diff))}.</p>${note}${ordinary.length === 0 ? '' : list(ordinary, diff)}${aside}`,
    nonce,
  );
}
