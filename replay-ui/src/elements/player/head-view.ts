import { html, nothing, type TemplateResult } from 'lit';
import type { Step } from '../../records/step.ts';
import { counted } from '../../text/amounts.ts';
import { absoluteTime, clockTime, dayText } from '../../text/times.ts';
import { visibleLine } from '../../text/visible-text.ts';

/** What the head of the player tells of a session. */
export interface Head {
  /** Steps that show; at least one. */
  readonly steps: readonly Step[];
  readonly whole: boolean;
  /** How many steps that clients take by themselves are hidden, and whether they show. */
  readonly hidden: number;
  readonly handshakes: boolean;
  /** Notes beside the session; undefined: none are asked for, or not known yet. */
  readonly notes: number | undefined;
}

/** Whose session it is, of what and when; `acts`: what can be done with it. */
export function headView(
  { steps, whole, hidden, handshakes, notes }: Head,
  acts: TemplateResult,
  on: { readonly handshakes: () => void; readonly notes: () => void },
): TemplateResult {
  const [first, last] = [steps[0]!, steps.at(-1)!];
  const { who, client, connection, store } = first.header;
  const from = clockTime(first.at);
  const to = clockTime(last.at);
  const program = client.session ?? client.agent ?? '';
  return html`<div class="row">
    <h2 title=${visibleLine(`${who.issuer}:${who.subject}${who.groups.length === 0 ? '' : `, ${who.groups.join(', ')}`}`)}>${visibleLine(who.name ?? who.subject)}</h2>
    <span>${visibleLine(connection)} · ${visibleLine(store)}</span>
    ${program === '' ? nothing : html`<span class="muted ellipsis program" title=${visibleLine([...new Set([program, client.agent ?? program])].join(', '))}>${visibleLine(program.slice(0, 80))}</span>`}
    <span>${counted(steps.length, 'step')}${whole ? '' : ' so far'}</span>
    <span class="muted" title=${absoluteTime(first.at)}>${dayText(first.at)}, ${from === to ? from : `${from}–${to}`}</span>
    ${
      hidden > 0 || handshakes
        ? html`<button type="button" aria-pressed=${handshakes ? 'true' : 'false'} title="What clients ask by themselves, such as who they are" @click=${on.handshakes}>${handshakes ? 'handshakes' : `${hidden} handshakes`}</button>`
        : nothing
    }
    ${notes === undefined ? nothing : html`<button type="button" title="To the notes (n)" @click=${on.notes}>${counted(notes, 'note')}</button>`}
    ${acts}
  </div>`;
}
