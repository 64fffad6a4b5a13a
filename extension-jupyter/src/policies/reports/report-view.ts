import {
  examplesNote,
  olderText,
  type ReportChange,
  type ReportExample,
  type ReportRow,
  type ReportRule,
} from '@vectorgate/policy-schema/analyse';
import { plainLine } from '@vectorgate/replay-ui/records';
import { html, nothing, type TemplateResult } from 'lit';
import { publishView } from '../publish/publish-view.ts';
import type { ReportState } from './report-state.ts';

/** What can be done from a report. */
export interface ReportActions {
  readonly stop: () => void;
  readonly again: () => void;
  /** Opens a rule; the line is 1-based. */
  readonly openRule: (file: string, line: number) => void;
  /** Absent where no sessions can be opened. */
  readonly openRecord: ((session: string, record: string) => void) | undefined;
  /** How many requests of a row are shown, where somebody asked for more than the first few. */
  readonly shown: (row: ReportRow) => number;
  /** Shows more of them. */
  readonly showMore: (row: ReportRow) => void;
}

/** How many requests are shown at a press. */
export const requestsAtOnce = 100;

/** Of one line: whoever decides by it is shown all that a change of thousands of collections names. */
const longest = 200_000;

/** Names in it come from recorded requests: what would hide or reorder is shown as what it is. */
const shown = (text: string): string => plainLine(text, longest);

/** A report, or how far it is. */
export function reportView(title: string, state: ReportState, actions: ReportActions): TemplateResult {
  switch (state.is) {
    case 'running':
      return html`
        <h1>${title}</h1>
        <div class="vg-report-progress">
          <progress aria-label=${title}></progress>
          <span role="status">${runningText(state)}</span>
          <button type="button" class="vg-button" ?disabled=${state.isStopping} @click=${actions.stop}>Cancel</button>
        </div>
        <div class="vg-skeleton" aria-hidden="true"><div></div><div></div><div></div></div>`;
    case 'trouble':
      return html`
        <h1>${title}</h1>
        <div class="vg-trouble vg-report-trouble" role="alert">${state.text.split('\n').map((line) => html`<p>${shown(line)}</p>`)}</div>
        <button type="button" class="vg-button" @click=${actions.again}>Compare again</button>`;
    case 'done':
      return doneView(state, actions);
  }
}

function runningText({
  requests,
  isStopping,
  what = 'Comparing',
}: Extract<ReportState, { is: 'running' }>): string {
  if (isStopping) return 'Stopping.';
  if (requests === undefined) return `${what}.`;
  return `${requests.toLocaleString('en')} requests`;
}

function doneView(
  { report, publish, weigh }: Extract<ReportState, { is: 'done' }>,
  actions: ReportActions,
): TemplateResult {
  const { title, summary, rows, aside, notes } = report;
  const isWeighable = weigh !== undefined && (rows.length > 0 || aside !== undefined);
  const [first = '', ...others] = summary;
  return html`
    <h1>${title}</h1>
    ${publish === undefined ? nothing : publishView(publish)}
    <p role="status">${shown(first)}</p>
    ${others.map((text) => html`<p class="vg-muted">${shown(text)}</p>`)}
    ${
      isWeighable
        ? html`<p><button type="button" class="vg-button" title="Count what was asked of each line; looking is recorded" @click=${weigh.press}>${weigh.label}</button></p>`
        : nothing
    }
    ${rows.length === 0 ? nothing : listView(rows, actions)}
    ${
      aside === undefined
        ? nothing
        : html`<details ?open=${aside.isOpen}><summary>${aside.title}</summary>${listView(aside.rows, actions)}</details>`
    }
    ${notes.length === 0 ? nothing : html`<ul class="vg-muted vg-report-notes">${notes.map((text) => html`<li>${shown(text)}</li>`)}</ul>`}
    <p><button type="button" class="vg-button" @click=${actions.again}>Compare again</button></p>`;
}

const listView = (rows: readonly ReportRow[], actions: ReportActions): TemplateResult =>
  html`<ul class="vg-report-rows">${rows.map((row) => html`<li>${rowView(row, actions)}</li>`)}</ul>`;

function rowView(row: ReportRow, actions: ReportActions): TemplateResult {
  const { heading, operations, places, changes, rules, asked, examples } = row;
  const listed = examples.slice(0, actions.shown(row));
  const note = row.note ?? examplesNote(row, listed.length);
  return html`
    <h2>${shown(heading)}</h2>
    ${operations === undefined ? nothing : html`<p>${shown(operations)} <span class="vg-muted">on ${shown(places ?? '')}</span></p>`}
    <div class="vg-report-changes">${changes.map(changeView)}</div>
    ${asked === undefined ? nothing : html`<p>${shown(asked)}</p>`}
    <p class="vg-muted">by ${rules.map((rule, i) => html`${i === 0 ? '' : ', '}${ruleView(rule, actions)}`)}${note === undefined ? nothing : `; ${shown(note)}`}</p>
    ${
      examples.length === 0
        ? nothing
        : html`<ul class="vg-report-examples vg-muted">${listed.map((one) => html`<li>${exampleView(one, actions)}</li>`)}</ul>${moreView(row, listed.length, actions)}`
    }`;
}

/** What shows more of the requests of a row; once all are shown that can be, how the others are found. */
function moreView(
  row: ReportRow,
  shown: number,
  { showMore }: ReportActions,
): TemplateResult | typeof nothing {
  const rest = row.examples.length - shown;
  if (rest > 0) {
    const label = rest > requestsAtOnce ? `Show ${requestsAtOnce} more` : `Show the other ${rest}`;
    return html`<button type="button" class="vg-button vg-report-more" @click=${() => showMore(row)}>${label}</button>`;
  }
  const older = olderText(row);
  return older === undefined ? nothing : html`<p class="vg-muted">${older}</p>`;
}

const changeView = ({ sign, kind, isMore, text }: ReportChange): TemplateResult =>
  html`<p><span class=${`vg-report-sign ${isMore ? 'vg-mod-more' : 'vg-mod-less'}`} aria-hidden="true">${sign}</span><strong>${kind}</strong> ${shown(text)}</p>`;

const ruleView = ({ name, place }: ReportRule, { openRule }: ReportActions): TemplateResult =>
  place === undefined
    ? html`${shown(name)}`
    : html`<button type="button" class="vg-link" title=${shown(`${place.file}, line ${place.line}`)} @click=${() => openRule(place.file, place.line)}>${shown(name)}</button>`;

const exampleView = (
  { record, session, text }: ReportExample,
  { openRecord }: ReportActions,
): TemplateResult =>
  html`${
    openRecord === undefined
      ? record
      : html`<button type="button" class="vg-link" title=${`Open decision ${record} in its session`} @click=${() => openRecord(session, record)}>${record.slice(0, 10)}…</button>`
  } ${shown(text)}`;
