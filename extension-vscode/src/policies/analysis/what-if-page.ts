import {
  kindText,
  type OutcomeKind,
  peopleText,
  type ReplayChange,
  type ReplayReport,
  replayCannot,
  replaySummary,
  unsureLines,
} from '@vectorgate/policy-schema/analyse';
import { commandLink, escaped, page, tableOf } from './page.ts';

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

const rule = ({ rule: own }: ReplayChange): string => {
  if (own === undefined) return '<p class="muted">no rule</p>';
  if (own.side === 'base') return `<p>${escaped(own.rule)} (before)</p>`;
  return `<p>${commandLink(own.rule, 'vectorgate.openPolicy', 'Open the rule', own.file, own.line)}</p>`;
};

const example = ({ record, who, time }: ReplayChange['examples'][number]): string =>
  `<p>${commandLink(`${record.slice(0, 10)}…`, 'vectorgate.openDecision', `Open decision ${record}`, record)} <span class="muted">${escaped(who)}, ${escaped(new Date(time).toISOString().slice(0, 16).replace('T', ' '))} UTC</span></p>`;

/** What the policies would have done to what was asked, as a page. */
export function whatIfPage(
  report: ReplayReport,
  base: string,
  notes: readonly string[],
  nonce: string,
): string {
  const rows = report.changes.map((change) => [
    `<span class="kind ${more.has(change.kind) ? 'more' : 'less'}"><span aria-hidden="true">${signs[change.kind]} </span>${kindText[change.kind]}</span><p>${escaped(change.what)}</p>`,
    rule(change),
    `<span class="number">${change.requests.toLocaleString('en')}</span>`,
    escaped(peopleText(change)),
    change.examples.slice(0, 5).map(example).join(''),
  ]);
  const told = [...notes, ...unsureLines(report), replayCannot];
  return page(
    'What this change would have done',
    `<p>${escaped(replaySummary(report))}, compared with ${escaped(base)}.</p>
${rows.length === 0 ? '' : tableOf(['what', 'rule', 'requests', 'whom', 'the latest'], rows)}
<ul class="muted">${told.map((one) => `<li>${escaped(one)}</li>`).join('')}</ul>`,
    nonce,
  );
}
