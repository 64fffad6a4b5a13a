import { html, nothing, type TemplateResult } from 'lit';
import { visibleLine } from '../../text/visible-text.ts';
import type { StepContent } from './step-content.ts';

export type RequestTab = 'call' | 'sent' | 'operations';

const tabs: readonly (readonly [RequestTab, string])[] = [
  ['call', 'as a call'],
  ['sent', 'as sent'],
  ['operations', 'as understood'],
];

const withheldText = ({ record }: StepContent, part: string): string | undefined => {
  const reason = record.withheld.find((one) => one.part === part)?.reason;
  return reason === undefined ? undefined : `Withheld from you: ${visibleLine(reason)}`;
};

/** Why a part is not there, in words. */
export function absentText(content: StepContent, part: 'request' | 'response' | 'operations'): string {
  const { header } = content.record;
  const withheld = withheldText(content, part);
  if (withheld !== undefined) return withheld;
  if (header.parts.some(({ name }) => name === part))
    return 'It was recorded, and can no longer be read: its session was forgotten, or this archive leaves it out.';
  if (part === 'request') return 'The request had no body.';
  if (part === 'operations') return 'The request was not understood, so nothing of it was done.';
  if (header.outcome === 'refused') return 'Nothing was delivered: the request was refused.';
  if (header.outcome === undefined || header.outcome === 'unknown')
    return 'Whether anything was done is not known: no answer came that could be believed.';
  return 'Nothing was delivered.';
}

/** The request in three forms: as the client's own call, as it was sent, as the gate understood it. */
export function requestView(
  content: StepContent,
  tab: RequestTab,
  choose: (tab: RequestTab) => void,
  copy: (text: string, what: string) => void,
): TemplateResult {
  const { call, request, record } = content;
  const body = (): TemplateResult => {
    if (tab === 'call')
      return call === undefined
        ? html`<p class="muted">${request === undefined && record.header.parts.some(({ name }) => name === 'request') ? absentText(content, 'request') : 'No call of the store’s client is known for this; see it as it was sent.'}</p>`
        : html`${(request?.notes ?? []).map((note) => html`<p class="note">${note}</p>`)}<pre><vg-text .text=${call.text} most="4000" what="Call"></vg-text></pre>`;
    if (tab === 'sent')
      return request === undefined
        ? html`<p class="muted">${absentText(content, 'request')}</p>`
        : html`<vg-json .content=${request} what="Request"></vg-json>`;
    return record.operations === undefined
      ? html`<p class="muted">${absentText(content, 'operations')}</p>`
      : html`<vg-json .content=${{ text: '', value: record.operations, notes: [] }} what="Operations"></vg-json>`;
  };
  const text =
    tab === 'call'
      ? call?.text
      : tab === 'sent'
        ? request?.text
        : record.operations === undefined
          ? undefined
          : JSON.stringify(record.operations, undefined, 2);
  return html`<section class="pane" aria-label="Request">
    <div class="row head">
      <h3>asked</h3>
      <span class="row" role="group" aria-label="Form of the request">${tabs.map(
        ([name, label]) =>
          html`<button type="button" aria-pressed=${name === tab ? 'true' : 'false'} @click=${() => choose(name)}>${name === 'call' && call !== undefined ? `${call.client} call` : label}</button>`,
      )}</span>
      <span class="grow"></span>
      ${text === undefined ? nothing : html`<button type="button" @click=${() => copy(text, tab === 'call' ? 'Call' : 'Request')}>copy</button>`}
    </div>
    ${body()}
  </section>`;
}
