import { html, type TemplateResult } from 'lit';
import { askedNumbers, askedText } from '../../records/asked-text.ts';
import { effectMark } from '../../records/effect-mark.ts';
import type { FoundRecord } from '../../records/record-header.ts';
import { absoluteTime, relativeTime } from '../../text/times.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { markView } from '../shared/mark-view.ts';
import { whoText } from './session-row.ts';

/** A found record in two lines: what became of what was asked, and when; who, and why. */
export function recordRow(record: FoundRecord, now: number): TemplateResult {
  const at = Date.parse(record.time);
  const masked = record.masked.map(({ field, method }) => `${field} ${method}`);
  const whole = (record.unmasked ?? []).map(({ field }) => `${field} whole`);
  const why = record.reason?.what ?? record.decision.code ?? [...whole, ...masked].join(', ');
  return html`
    <div class="line">
      ${markView(effectMark(record), false)}
      <span class="grow">${visibleLine([askedText(record), ...askedNumbers(record)].join(', '))}</span>
      <time class="muted" datetime=${record.time} title=${absoluteTime(at)}>${relativeTime(at, now)}</time>
    </div>
    <div class="line muted">
      <span class="grow" title=${visibleLine(why)}>${whoText(record.who)}${why === '' ? '' : ` · ${visibleLine(why)}`}</span>
    </div>`;
}
