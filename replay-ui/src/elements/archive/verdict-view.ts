import {
  type ArchiveManifest,
  type ArchiveReport,
  describeBelieved,
  describeProblem,
} from '@vectorgate/policy-schema/archive';
import { html, nothing, type TemplateResult } from 'lit';
import { count, counted, size } from '../../text/amounts.ts';
import { absoluteTime } from '../../text/times.ts';
import { visibleLine } from '../../text/visible-text.ts';
import type { Checking } from './checking.ts';
import { detailsOf, shortKey, verdictOf } from './verdict-words.ts';

/** What the verdict can be asked to do. */
export interface VerdictActions {
  readonly stop: () => void;
  readonly verify: () => void;
  /** Goes to the step of a record; absent for what cannot be shown. */
  readonly goTo: ((id: string) => void) | undefined;
  readonly copyReport: () => void;
  readonly copyKey: (key: string) => void;
}

/** How the file is read, before there is anything of it. */
export const readingView = (
  read: { readonly done: number; readonly of: number } | undefined,
  stop: () => void,
): TemplateResult => html`
  <div class="verdict" role="status">
    <div class="row"><span class="sign monitor" aria-hidden="true">◌</span>
      <span>${read === undefined || read.of === 0 ? 'Reading the file…' : `Reading ${size(read.done)} of ${size(read.of)}…`}</span>
      <button type="button" @click=${stop}>stop</button></div>
    <progress aria-label="Reading the file" .max=${read?.of ?? 1} .value=${read?.done ?? 0}></progress>
  </div>`;

/** The verdict, as far as it is there. */
export function verdictView(
  checking: Checking,
  manifest: ArchiveManifest | undefined,
  actions: VerdictActions,
): TemplateResult {
  const of = manifest?.records ?? 0;
  switch (checking.state) {
    case 'running':
      return html`<div class="verdict"><div class="row">
          <span class="sign monitor" aria-hidden="true">◌</span>
          <span>checking… ${of === 0 ? counted(checking.records, 'record') : `${count(checking.records)} of ${counted(of, 'record')}`}</span>
          <span class="muted">Nothing of it is proved yet.</span>
          <button type="button" @click=${actions.stop}>stop</button></div>
        <progress aria-label="Records checked" .max=${Math.max(of, 1)} .value=${checking.records}></progress></div>`;
    case 'stopped':
      return html`<div class="verdict"><div class="row">
          <span class="sign approve" aria-hidden="true">?</span>
          <span>Not verified: stopped after ${count(checking.records)} of ${counted(of, 'record')}. Nothing of it is proved.</span>
          <button type="button" class="main" @click=${actions.verify}>verify</button></div></div>`;
    case 'failed':
      return html`<div class="verdict trouble-edge" role="alert"><div class="row">
          <span class="sign deny" aria-hidden="true">⚠</span>
          <span>Not verified: ${checking.trouble.message} ${checking.trouble.remedy}</span>
          <button type="button" @click=${actions.verify}>verify again</button></div></div>`;
    default:
      return doneView(checking.report, manifest, actions);
  }
}

function doneView(
  report: ArchiveReport,
  manifest: ArchiveManifest | undefined,
  actions: VerdictActions,
): TemplateResult {
  const verdict = verdictOf(report);
  const { goTo } = actions;
  return html`<div class="verdict ${verdict.kind}-edge">
    <div class="row"><span class="sign ${verdict.kind}" aria-hidden="true">${verdict.sign}</span>
      <strong>${verdict.text}</strong>${report.keys.length === 0 ? nothing : signedBy(report, actions)}</div>
    ${
      report.problems.length === 0
        ? nothing
        : html`<ul class="problems" aria-label="What is wrong">${report.problems.map(
            (problem) =>
              html`<li class="row"><span class="wrap">${visibleLine(describeProblem(problem))}</span>${
                problem.id === undefined || goTo === undefined
                  ? nothing
                  : html`<button type="button" class="link" @click=${() => goTo(problem.id ?? '')}>show this step</button>`
              }</li>`,
          )}</ul>
          <p>Still to be believed: ${describeBelieved(report)}. All else below is only what the file says.</p>`
    }
    <details><summary>what was verified</summary>
      <ul>${detailsOf(report).map((line) => html`<li>${line}</li>`)}</ul>
      ${manifest === undefined ? nothing : aboutView(manifest)}
      <p class="row"><button type="button" @click=${actions.copyReport}>copy the report</button>
        <button type="button" @click=${actions.verify}>verify again</button></p>
    </details>
  </div>`;
}

const signedBy = ({ keys, trust }: ReportKeys, { copyKey }: VerdictActions): TemplateResult => html`
  <span class="row"><span>Signed by</span>${keys.map(
    (key) =>
      html`<code title=${visibleLine(key)}>${shortKey(key)}</code><button type="button" class="link" aria-label=${`copy key ${shortKey(key)}`} @click=${() => copyKey(key)}>copy</button>`,
  )}<span class="muted">${trust === 'given' ? 'a key that you trust' : 'a key that lies in this file, and that this machine does not know'}</span></span>`;
type ReportKeys = Pick<ArchiveReport, 'keys' | 'trust'>;

const bodies = {
  none: 'headers and decisions',
  request: 'and what was asked',
  all: 'and what was asked and delivered',
} as const;

function aboutView({ by, of, exported, bodies: kept, origin }: ArchiveManifest): TemplateResult {
  const asked =
    'session' in of
      ? `session ${of.session}`
      : `${of.query === '' ? 'all records' : of.query}, ${of.whose === 'everybody' ? 'everybody’s' : 'their own'}`;
  const row = (name: string, text: string): TemplateResult =>
    html`<dt>${name}</dt><dd class="wrap">${visibleLine(text)}</dd>`;
  return html`<dl class="about">
    ${row('exported by', by.name === undefined ? `${by.issuer}:${by.subject}` : `${by.name} (${by.issuer}:${by.subject})`)}
    ${row('exported', absoluteTime(Date.parse(exported)))}
    ${row('asked for', asked)}
    ${row('with', kept === 'none' ? bodies.none : `headers and decisions, ${bodies[kept]}`)}
    ${row('log', origin)}
  </dl>`;
}
