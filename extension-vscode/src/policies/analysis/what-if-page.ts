import {
  changeBlocks,
  counted,
  kindText,
  type OutcomeKind,
  peopleText,
  type ReplayChange,
  type ReplayReport,
  replayCannot,
  replaySummary,
  unsureLines,
} from '@vectorgate/policy-schema/analyse';
import { commandLink, escaped, kindHtml, page, rowsOf } from './page.ts';

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
  if (own === undefined) return 'no rule';
  if (own.side === 'base') return `${escaped(own.rule)} (removed)`;
  return commandLink(own.rule, 'vectorgate.openPolicy', 'Open the rule', own.file, own.line);
};

const what = (change: ReplayChange): string =>
  `<p>${kindHtml(signs[change.kind], kindText[change.kind], more.has(change.kind))} ${escaped(change.what)}</p>`;

const example = ({ record, who, time }: ReplayChange['examples'][number]): string =>
  `${commandLink(`${record.slice(0, 10)}…`, 'vectorgate.openDecision', `Open decision ${record}`, record)} ${escaped(who)}, ${escaped(new Date(time).toISOString().slice(0, 16).replace('T', ' '))} UTC`;

/** What the policies would have done to what was asked, as a page. */
export function whatIfPage(
  report: ReplayReport,
  base: string,
  notes: readonly string[],
  nonce: string,
): string {
  const rows = changeBlocks(report).map((block) => {
    const [first] = block as [ReplayChange, ...ReplayChange[]];
    return `<h2>${counted(first.requests, 'request')} of ${escaped(peopleText(first))}</h2>
<div class="changes">${block.map(what).join('')}</div>
<p class="muted">by ${rule(first)}</p>
<p class="muted">${first.examples.slice(0, 5).map(example).join('<br>')}</p>`;
  });
  const told = [...notes, ...unsureLines(report), replayCannot];
  return page(
    'What this change would have done',
    `<p>${escaped(replaySummary(report))}, compared with ${escaped(base)}.</p>
${rowsOf(rows)}
<ul class="notes muted">${told.map((one) => `<li>${escaped(one)}</li>`).join('')}</ul>`,
    nonce,
  );
}
