import { html, nothing, type TemplateResult } from 'lit';
import type { ReplayHost } from '../../host/replay-host.ts';

/** What can be done with a session as a whole, and whether it shows where there is no room for it beside the session's name. */
export interface SessionActs {
  readonly host: ReplayHost;
  readonly sessionId: string;
  readonly open: boolean;
}

/** Buttons for what is done with the session, at the end of its head; where that is narrow, behind one that opens them. */
export function sessionActsView(
  { host, sessionId, open }: SessionActs,
  on: { readonly compare: () => void; readonly export: () => void; readonly toggle: () => void },
): TemplateResult {
  const compare = html`<button type="button" title="Choose another session, and see the steps of both beside each other (P)" @click=${on.compare}>compare sessions…</button>`;
  if (host.exportRecords === undefined && host.sandbox === undefined)
    return html`<div class="acts">${compare}</div>`;
  return html`
    <button type="button" class="acts-open" aria-expanded=${open ? 'true' : 'false'} title="What can be done with this session" @click=${on.toggle}>this session …</button>
    <div class="row acts many ${open ? 'open' : ''}">
      ${compare}
      ${host.exportRecords === undefined ? nothing : html`<button type="button" title="Take this session away as a file that proves itself elsewhere" @click=${on.export}>export…</button>`}
      ${host.sandbox === undefined ? nothing : html`<button type="button" title="Run the program again, its calls answered from this recording: no store is asked" @click=${() => host.sandbox?.start(sessionId)}>run again in a sandbox</button>`}
    </div>`;
}
