import {
  againChange,
  againNotes,
  againSummary,
  type DecidedAgain,
  type Verdict,
  verdictText,
} from '@vectorgate/policy-schema/again';
import { html, nothing, type TemplateResult } from 'lit';
import { namedRule } from '../../decision/rule-place.ts';
import type { ReplayHost } from '../../host/replay-host.ts';
import type { TodayAnswer } from '../../host/today-answer.ts';
import { effectMarks } from '../../records/effect-mark.ts';
import { visibleText } from '../../text/visible-text.ts';
import { piecesView } from '../shared/pieces-view.ts';
import { ruleView } from './tree-view.ts';

const text = (value: string) => piecesView(visibleText(value.slice(0, 2_000)));

/** What each set of policies says today, beside what was decided then. */
export const todayView = (
  answers: readonly TodayAnswer[],
  host: ReplayHost | undefined,
): TemplateResult => html`
  <section class="today" aria-label="What today’s policies would say">
    ${answers.map(
      (answer) => html`
        <h4>${text(answer.by)}</h4>
        ${'cannot' in answer ? html`<p class="muted">${text(answer.cannot)}</p>` : decidedView(answer.decided, host)}`,
    )}
  </section>`;

function decidedView(decided: DecidedAgain, host: ReplayHost | undefined): TemplateResult {
  const { now, changes } = decided;
  const isSame = JSON.stringify(decided.before) === JSON.stringify(now);
  const before = isSame ? undefined : decided.before;
  return html`
    <p class="summary">${text(againSummary(decided))}</p>
    ${
      changes.length === 0
        ? nothing
        : html`<ul class="changes">${changes.map((change) => {
            const rule = namedRule(change.rule);
            return html`<li>${text(againChange(change))}${rule === undefined ? nothing : html` <span class="muted">by</span> ${ruleView(rule, host)}${change.rule?.side === 'base' ? html` <span class="muted">(as it stood then)</span>` : nothing}`}</li>`;
          })}</ul>`
    }
    ${
      now === undefined
        ? nothing
        : html`<table>
            <thead><tr><td></td>${before === undefined ? nothing : html`<th scope="col">then</th>`}<th scope="col">${isSame ? 'then and now' : 'now'}</th></tr></thead>
            <tbody>${rows.map(({ name, of }) => {
              const cells = [...(before === undefined ? [] : [of(before, host)]), of(now, host)];
              return cells.every((cell) => cell === nothing)
                ? nothing
                : html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell === nothing ? html`<span class="muted">none</span>` : cell}</td>`)}</tr>`;
            })}</tbody>
          </table>`
    }
    <ul class="muted notes">${againNotes(decided).map((note) => html`<li>${note}</li>`)}</ul>`;
}

type Cell = unknown;

const kinds = { allow: 'allow', deny: 'deny', 'require-approval': 'approve' } as const;

const rows: readonly {
  readonly name: string;
  readonly of: (verdict: Verdict, host: ReplayHost | undefined) => Cell;
}[] = [
  {
    name: 'effect',
    of: (verdict) => {
      const kind = kinds[verdict.effect];
      return html`<span class="sign ${kind}" aria-hidden="true">${effectMarks[kind].sign}</span> ${text(verdictText(verdict))}`;
    },
  },
  {
    name: 'rules',
    of: ({ rules }, host) =>
      rules.length === 0
        ? nothing
        : html`<ul>${rules.map((one) => {
            const rule = namedRule(one);
            return rule === undefined ? nothing : html`<li>${ruleView(rule, host)}</li>`;
          })}</ul>`,
  },
  {
    name: 'masks',
    of: ({ masks }) =>
      masks.length === 0
        ? nothing
        : html`<ul>${masks.map(({ field, as }) => html`<li>${text(`${field}: ${as}`)}</li>`)}</ul>`,
  },
  {
    name: 'filter on',
    of: ({ filter }) => (filter.length === 0 ? nothing : text(filter.join(', '))),
  },
  { name: 'top-k lowered to', of: ({ topK }) => (topK === undefined ? nothing : html`${topK}`) },
];
