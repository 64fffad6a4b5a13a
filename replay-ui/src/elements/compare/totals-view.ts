import { html, nothing, type TemplateResult } from 'lit';
import type { SessionsCompared } from '../../compare/compare-sessions.ts';
import type { SessionTotals } from '../../compare/session-totals.ts';
import type { Step } from '../../records/step.ts';
import { count } from '../../text/amounts.ts';
import { absoluteTime, clockTime, dayText } from '../../text/times.ts';
import { visibleLine } from '../../text/visible-text.ts';

const mostNames = 12;

/** Names; of many the first, and how many more there are. */
const named = (names: readonly string[]): string =>
  names.length === 0
    ? '—'
    : visibleLine(
        [
          ...names.slice(0, mostNames),
          ...(names.length > mostNames ? [`${count(names.length - mostNames)} more`] : []),
        ].join(', '),
      );

function whose(steps: readonly Step[]): TemplateResult {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return html`no step`;
  const { who, connection, store } = first.header;
  const [from, to] = [clockTime(first.at), clockTime(last.at)];
  return html`<span title=${visibleLine(`${who.issuer}:${who.subject}`)}>${visibleLine(who.name ?? who.subject)}</span>
    · ${visibleLine(`${connection} · ${store}`)} · <span title=${absoluteTime(first.at)}>${dayText(first.at)}, ${from === to ? from : `${from}–${to}`}</span>`;
}

const onlyHere = [
  ['collections', 'collections only here'],
  ['rules', 'rules only here'],
  ['masks', 'masks only here'],
] as const satisfies readonly (readonly [keyof SessionTotals['only'], string])[];

/** What each of two sessions has in all, beside the other; `all`: their steps, also those that are left out. */
export function totalsView(
  { before, now }: SessionsCompared,
  all: readonly [before: readonly Step[], now: readonly Step[]],
): TemplateResult {
  const row = (name: string, left: unknown, right: unknown): TemplateResult =>
    html`<tr><th scope="row">${name}</th><td>${left}</td><td>${right}</td></tr>`;
  const only = onlyHere.filter(([part]) => before.only[part].length + now.only[part].length > 0);
  return html`<table class="totals">
      <thead><tr><td></td><th scope="col">before</th><th scope="col">now</th></tr></thead>
      <tbody>
        ${row('session', whose(all[0]), whose(all[1]))}
        ${row('steps', count(before.steps), count(now.steps))}
        ${row('refused', count(before.refused), count(now.refused))}
        ${row('masked', count(before.masked), count(now.masked))}
        ${only.map(([part, name]) => row(name, named(before.only[part]), named(now.only[part])))}
      </tbody>
    </table>
    ${only.length === 0 ? html`<p class="muted">Collections, rules and masks are the same in both.</p>` : nothing}`;
}
