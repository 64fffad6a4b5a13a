import { html, type TemplateResult } from 'lit';
import { placeText } from '../../decision/rule-place.ts';
import type { RulePlace } from '../../host/replay-host.ts';
import { visibleLine } from '../../text/visible-text.ts';

/** A policy as it was in force, at the line of a rule. */
export const policyView = (place: RulePlace, text: string, close: () => void): TemplateResult => html`
  <div class="row"><h2 class="wrap">${visibleLine(placeText(place))}</h2><span class="muted">as it was in force, from this archive</span>
    <span class="grow"></span><button type="button" autofocus @click=${close}>close</button></div>
  <ol class="policy mono" tabindex="0" aria-label="Text of the policy">${text
    .split('\n')
    .map(
      (line, at) =>
        html`<li class=${at + 1 === place.line ? 'here' : ''}><code>${visibleLine(line) || ' '}</code></li>`,
    )}</ol>`;
