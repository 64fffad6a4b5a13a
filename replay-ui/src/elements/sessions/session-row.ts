import { html, nothing, type TemplateResult } from 'lit';
import { effectMarks } from '../../records/effect-mark.ts';
import type { SessionSummary } from '../../records/session-summary.ts';
import { counted, duration } from '../../text/amounts.ts';
import { absoluteTime, relativeTime } from '../../text/times.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { markView } from '../shared/mark-view.ts';

/** Who did it, by name where there is one. */
export const whoText = ({ name, issuer, subject }: SessionSummary['who']): string =>
  visibleLine(name ?? (issuer === 'people' ? subject : `${issuer}:${subject}`)) || 'somebody without a name';

/** A session in two lines: what happened in it, who, when; where, how much. */
export function sessionRow(session: SessionSummary, now: number): TemplateResult {
  const { who, connection, started, ended, records, refused, masked } = session;
  const at = Date.parse(started);
  const length = Date.parse(ended) - at;
  return html`
    <div class="line">
      <span>${refused < records ? markView(effectMarks.allow, false) : nothing}${masked > 0 ? markView(effectMarks.mask, false) : nothing}${refused > 0 ? markView(effectMarks.deny, false) : nothing}</span>
      <span class="grow" title=${visibleLine(`${who.issuer}:${who.subject}`)}>${whoText(who)}</span>
      <time class="muted" datetime=${started} title=${absoluteTime(at)}>${relativeTime(at, now)}</time>
    </div>
    <div class="line muted">
      <span class="grow">${visibleLine(connection)} · ${counted(records, 'step')}${refused > 0 ? `, ${refused} refused` : ''}${masked > 0 ? `, ${masked} masked` : ''}</span>
      <span class="end">${length > 0 ? duration(length) : ''}</span>
    </div>`;
}
