import { html, nothing, type TemplateResult } from 'lit';
import { compareHits, type HitPair } from '../../compare/compare-hits.ts';
import { type Diff, diffLines } from '../../compare/diff-lines.ts';
import { decisionText } from '../../decision/decision-text.ts';
import { askedText } from '../../records/asked-text.ts';
import { effectMark } from '../../records/effect-mark.ts';
import { printJson } from '../../text/print-json.ts';
import { preciseTime } from '../../text/times.ts';
import { visibleLine, visibleText } from '../../text/visible-text.ts';
import { markView } from '../shared/mark-view.ts';
import { piecesView } from '../shared/pieces-view.ts';
import type { StepContent } from './step-content.ts';

const limits = { text: 400, items: 500, whole: 60_000 };
const mostPairs = 300;

const lines = (value: unknown): string =>
  printJson(value, limits)
    .pieces.map(({ text }) => text)
    .join('');

/** What was asked, as lines that can be compared: the call where there is one. */
const askedLines = ({ call, request }: StepContent): string =>
  call?.text.slice(0, limits.whole) ??
  (request === undefined
    ? ''
    : request.value === undefined
      ? request.text.slice(0, limits.whole)
      : lines(request.value));

const signs = { same: ' ', removed: '−', added: '+' } as const;
const words = { same: '', removed: 'only before: ', added: 'only now: ' } as const;

function diffView(name: string, { lines: all, same, cut }: Diff): TemplateResult {
  return html`<section class="pane" aria-label=${name}>
    <h3>${name}${same ? html` <span class="muted">the same</span>` : nothing}</h3>
    <pre class="diff">${all.map(
      ({
        kind,
        text,
      }) => html`<span class="diff-${kind}"><span aria-hidden="true">${signs[kind]} </span><span class="unseen">${words[kind]}</span>${piecesView(visibleText(text))}
</span>`,
    )}</pre>
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

/** Two steps beside each other: what was asked, how it was decided, what came back. */
export function compareView(before: StepContent, now: StepContent, end: () => void): TemplateResult {
  const pairs = compareHits(before.hits, now.hits);
  return html`
    <div class="compare-head">
      <p><span class="muted">before</span> ${title(before)}</p>
      <p><span class="muted">now</span> ${title(now)}</p>
      <button type="button" @click=${end}>end comparing</button>
    </div>
    <div class="panes">
      <div class="side">
        ${diffView('asked', diffLines(askedLines(before), askedLines(now)))}
        ${diffView('decided', diffLines(decisionText(before.record), decisionText(now.record)))}
      </div>
      <div class="side">
        ${
          pairs.length > 0
            ? hitsTable(pairs)
            : diffView(
                'answer',
                diffLines(lines(before.response?.value ?? null), lines(now.response?.value ?? null)),
              )
        }
      </div>
    </div>`;
}
