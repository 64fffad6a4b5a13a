import { html, nothing, type TemplateResult } from 'lit';
import { compareHits, type HitPair } from '../../compare/compare-hits.ts';
import { type Diff, diffLines } from '../../compare/diff-lines.ts';
import { sideBySide } from '../../compare/side-by-side.ts';
import { decisionText } from '../../decision/decision-text.ts';
import { askedText } from '../../records/asked-text.ts';
import { effectMark } from '../../records/effect-mark.ts';
import { printJson } from '../../text/print-json.ts';
import { preciseTime } from '../../text/times.ts';
import { visibleLine, visibleText } from '../../text/visible-text.ts';
import { markView } from '../shared/mark-view.ts';
import { piecesView } from '../shared/pieces-view.ts';
import { absentText } from './request-view.ts';
import type { StepContent } from './step-content.ts';

const limits = { text: 400, items: 500, whole: 60_000 };
const mostPairs = 300;

const lines = (value: unknown): string =>
  printJson(value, limits)
    .pieces.map(({ text }) => text)
    .join('');

/** What was asked, as lines that can be compared: the call where there is one, what the gate understood where the rest is withheld. */
const askedLines = ({ call, request, record }: StepContent): string | undefined => {
  if (call !== undefined) return call.text.slice(0, limits.whole);
  if (request !== undefined)
    return request.value === undefined ? request.text.slice(0, limits.whole) : lines(request.value);
  return record.operations === undefined ? undefined : lines(record.operations);
};

const answerLines = ({ response }: StepContent): string | undefined =>
  response === undefined ? undefined : lines(response.value ?? response.text);

/** Two texts beside each other. Of what is on neither side nobody can say that it is the same: then stands why it is not there. */
function textsView(
  name: string,
  part: 'request' | 'response',
  [before, now]: readonly [StepContent, StepContent],
  textOf: (content: StepContent) => string | undefined,
): TemplateResult {
  const [left, right] = [textOf(before), textOf(now)];
  if (left === undefined && right === undefined)
    return html`<section class="pane" aria-label=${name}>
      <h3>${name}</h3>
      <p class="muted">before: ${absentText(before, part)}</p>
      <p class="muted">now: ${absentText(now, part)}</p>
    </section>`;
  return diffView(name, diffLines(left ?? absentText(before, part), right ?? absentText(now, part)));
}

/** One side of a row; a line that the other side does not have is marked by a sign and a word. */
const cell = (text: string | undefined, same: boolean, side: 'removed' | 'added'): TemplateResult =>
  text === undefined
    ? html`<td class="none"></td>`
    : html`<td class=${same ? 'diff-same' : `diff-${side}`}><span aria-hidden="true">${same ? ' ' : side === 'removed' ? '−' : '+'} </span>${same ? nothing : html`<span class="unseen">${side === 'removed' ? 'only before: ' : 'only now: '}</span>`}${piecesView(visibleText(text))}</td>`;

function diffView(name: string, { lines: all, same, cut }: Diff): TemplateResult {
  return html`<section class="pane" aria-label=${name}>
    <h3>${name}${same ? html` <span class="muted">the same</span>` : nothing}</h3>
    <table class="diff">
      <thead><tr><th scope="col">before</th><th scope="col">now</th></tr></thead>
      <tbody>${sideBySide(all).map((row) => html`<tr>${cell(row.before, row.same, 'removed')}${cell(row.now, row.same, 'added')}</tr>`)}</tbody>
    </table>
    ${cut ? html`<p class="muted">Only the first 2,000 lines are compared.</p>` : nothing}
  </section>`;
}

const place = (at: number | undefined, distance: number | undefined): string =>
  at === undefined ? '—' : `${at}${distance === undefined ? '' : ` (${distance.toPrecision(4)})`}`;

const moved = ({ before, after, differs }: HitPair): string => {
  if (before === undefined) return '+ only now';
  if (after === undefined) return '− only before';
  const words = [
    before === after ? '' : before > after ? `↑ ${before - after}` : `↓ ${after - before}`,
    differs ? '≠ other content' : '',
  ].filter(Boolean);
  return words.length === 0 ? 'the same' : words.join(', ');
};

function hitsTable(pairs: readonly HitPair[]): TemplateResult {
  const shown = pairs.slice(0, mostPairs);
  return html`<section class="pane" aria-label="hits">
    <h3>hits</h3>
    <table>
      <thead><tr><th scope="col">id</th><th scope="col">before</th><th scope="col">now</th><th scope="col">changed</th></tr></thead>
      <tbody>${shown.map(
        (
          pair,
        ) => html`<tr class=${pair.after === undefined ? 'diff-removed' : pair.before === undefined ? 'diff-added' : ''}>
          <td class="mono wrap">${visibleLine(pair.id.slice(0, 200))}</td><td class="number">${place(pair.before, pair.distanceBefore)}</td>
          <td class="number">${place(pair.after, pair.distanceAfter)}</td><td>${moved(pair)}</td></tr>`,
      )}</tbody>
    </table>
    ${pairs.length > mostPairs ? html`<p class="muted">… ${pairs.length - mostPairs} more</p>` : nothing}
  </section>`;
}

const title = ({ record: { header } }: StepContent): TemplateResult => html`${markView(effectMark(header))}
  <span>${visibleLine(askedText(header))}</span> <span class="muted">${preciseTime(Date.parse(header.time))}, ${visibleLine(header.who.name ?? header.who.subject)}</span>`;

/** Two steps beside each other: what was asked, how it was decided, what came back; with a button that ends it. */
export function compareView(before: StepContent, now: StepContent, end?: () => void): TemplateResult {
  const pairs = compareHits(before.hits, now.hits);
  return html`
    <div class="compare-head">
      <p><span class="muted">before</span> ${title(before)}</p>
      <p><span class="muted">now</span> ${title(now)}</p>
      ${end === undefined ? nothing : html`<button type="button" @click=${end}>end comparing</button>`}
    </div>
    ${textsView('asked', 'request', [before, now], askedLines)}
    ${diffView('decided', diffLines(decisionText(before.record), decisionText(now.record)))}
    ${pairs.length > 0 ? hitsTable(pairs) : textsView('answer', 'response', [before, now], answerLines)}`;
}
