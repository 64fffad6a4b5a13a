import { html, nothing, type TemplateResult } from 'lit';
import { placeText } from '../../decision/rule-place.ts';
import type { RulePlace } from '../../host/replay-host.ts';
import { count } from '../../text/amounts.ts';
import { visibleLine, visibleText } from '../../text/visible-text.ts';
import { piecesView } from '../shared/pieces-view.ts';

/** Lines around the rule, and characters of a line, that show: a file that was changed may hold any number of them. */
const most = { around: 1_000, characters: 1_000 };

/** A policy as it was in force, at the line of a rule. */
export function policyView(place: RulePlace, text: string, close: () => void): TemplateResult {
  const lines = text.split('\n');
  const from = Math.max(0, place.line - most.around);
  const shown = lines.slice(from, place.line + most.around);
  return html`
    <div class="row"><h2 class="wrap">${visibleLine(placeText(place))}</h2>
      <span class="muted">as it was in force, from this archive</span>
      <span class="grow"></span><button type="button" autofocus @click=${close}>close</button></div>
    <ol class="policy mono" tabindex="0" aria-label="Text of the policy">${shown.map(
      (line, at) =>
        html`<li class=${from + at + 1 === place.line ? 'here' : ''}><span class="number" aria-hidden="true">${from + at + 1}</span><code>${piecesView(visibleText(line.slice(0, most.characters)))}</code></li>`,
    )}</ol>
    ${shown.length === lines.length ? nothing : html`<p class="muted">${count(shown.length)} of its ${count(lines.length)} lines show.</p>`}`;
}
