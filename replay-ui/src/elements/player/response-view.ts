import { html, nothing, type TemplateResult } from 'lit';
import { methodText } from '../../decision/method-text.ts';
import { fieldAt } from '../../hits/field-at.ts';
import { effectMark } from '../../records/effect-mark.ts';
import { objectOf, textOf } from '../../records/is-object.ts';
import type { LeftWhole, MaskCount } from '../../records/record-header.ts';
import { count, duration, size } from '../../text/amounts.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { hitsView } from './hits-view.ts';
import { absentText } from './request-view.ts';
import type { StepContent } from './step-content.ts';

export type ResponseTab = 'hits' | 'delivered';

const outcomes: Readonly<Record<string, string>> = {
  delivered: 'delivered',
  refused: 'refused, nothing delivered',
  failed: 'failed, nothing changed',
  unknown: 'outcome unknown',
};

/** What one mask hid: `email shown in part (10)`. */
const maskedText = ({ field, method, found = [], sought = [], count: times }: MaskCount): string => {
  const inside = [
    ...(found.length === 0 ? [] : [found.join(', ')]),
    ...(sought.length === 0 ? [] : [`not looked through for ${sought.join(', ')}`]),
  ];
  return visibleLine(
    `${field} ${methodText(method)}${inside.length === 0 ? '' : `: ${inside.join('; ')}`} (${count(times)})`,
  );
};

/** What was delivered whole: `email whole (10)`. */
const wholeText = ({ field, found = [], count: times }: LeftWhole): string =>
  visibleLine(
    `${field}${found.length === 0 ? '' : `: ${found.join(', ')}`} whole${times === undefined ? ', if it was in the answer' : ` (${count(times)})`}`,
  );

/** The words that the person read, as UI.md has them. */
function toldView(decision: unknown, id: string): TemplateResult | typeof nothing {
  const { what, next } = objectOf(decision);
  if (textOf(what) === '') return nothing;
  return html`<figure class="told">
    <figcaption class="muted">What the person read</figcaption>
    <pre><vg-text .text=${`VectorGate: ${textOf(what)}\n${textOf(next)} Decision ${id}.`} what="Refusal"></vg-text></pre>
  </figure>`;
}

/** The answer as it was delivered: what was hidden in it, its hits, its text. */
export function responseView(
  content: StepContent,
  tab: ResponseTab,
  shown: number,
  on: {
    readonly tab: (tab: ResponseTab) => void;
    readonly more: () => void;
    readonly copy: (text: string, what: string) => void;
  },
): TemplateResult {
  const { record, response, hits, classes } = content;
  const { header } = record;
  const mark = effectMark(header);
  const now = hits === undefined ? 'delivered' : tab;
  const button = (name: ResponseTab, label: string): TemplateResult =>
    html`<button type="button" aria-pressed=${name === now ? 'true' : 'false'} @click=${() => on.tab(name)}>${label}</button>`;
  return html`<section class="pane" aria-label="Answer">
    <div class="row head">
      <h3><span class="sign ${mark.kind}" aria-hidden="true">${mark.sign}</span> ${outcomes[header.outcome ?? 'unknown'] ?? ''}${header.masked.length === 0 ? '' : `, ${header.masked.length === 1 ? '1 field' : `${header.masked.length} fields`} hidden`}</h3>
      ${hits === undefined || response === undefined ? nothing : html`<span class="row" role="group" aria-label="Form of the answer">${button('hits', 'hits')}${button('delivered', 'as delivered')}</span>`}
      <span class="grow"></span>
      <span class="muted">${[header.milliseconds === undefined ? '' : duration(header.milliseconds), header.outcome === 'delivered' ? size(header.sizes.response) : '', header.status === undefined ? '' : `status ${header.status}`].filter(Boolean).join(' · ')}</span>
      ${response === undefined ? nothing : html`<button type="button" @click=${() => on.copy(response.text, 'Answer')}>copy</button>`}
    </div>
    ${header.masked.length === 0 ? nothing : html`<ul class="row masks" aria-label="Hidden">${header.masked.map((mask) => html`<li><span class="sign mask" aria-hidden="true">▒</span> ${maskedText(mask)}</li>`)}</ul>`}
    ${header.unmasked === undefined || header.unmasked.length === 0 ? nothing : html`<ul class="row masks" aria-label="Delivered whole, masked for others">${header.unmasked.map((left) => html`<li title="Policies mask this for others"><span class="sign" aria-hidden="true">◉</span> ${wholeText(left)}</li>`)}</ul>`}
    ${
      response === undefined
        ? html`<p class="muted">${absentText(content, 'response')}</p>${toldView(record.decision, header.id)}`
        : now === 'hits' && hits !== undefined
          ? hitsView(hits, { masked: header.masked, classes }, shown, on.more)
          : html`<vg-json .content=${response} .classes=${classes} .fieldAt=${fieldAt(header.store)} what="Answer"></vg-json>`
    }
  </section>`;
}
