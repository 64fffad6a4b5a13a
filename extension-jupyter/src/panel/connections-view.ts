import { plainLine } from '@vectorgate/replay-ui/records';
import { html, nothing, type TemplateResult } from 'lit';
import type { Connection, Status } from '../server/status.ts';

const modes = {
  enforce: { text: 'enforcing', title: 'What policy refuses is refused.' },
  monitor: {
    text: '◌ monitoring',
    title: 'Policy is only watched: what it would refuse is recorded and let through.',
  },
} as const;

/** The governed databases and the addresses under which notebooks know them. */
export function connectionsView({ connections }: Status): TemplateResult {
  return html`
    <details class="vg-section" open>
      <summary>Connections</summary>
      ${
        connections.length === 0
          ? html`<p class="vg-muted">No database is governed yet. Whoever runs the gateway adds them to its configuration.</p>`
          : html`<ul class="vg-list">${connections.map(connectionView)}</ul>`
      }
    </details>`;
}

function connectionView({ name, store, knownAs, mode, server }: Connection): TemplateResult {
  return html`
    <li>
      <div class="vg-row">
        <span>${plainLine(name, 80)} · ${plainLine(`${store}${server === undefined ? '' : ` ${server.version}`}`)}</span>
        ${mode === null ? nothing : html`<span class="vg-muted" title=${modes[mode].title}>${modes[mode].text}</span>`}
      </div>
      <div class="vg-muted vg-address">${plainLine(knownAs.join(', '))}</div>
      ${
        server?.known === false
          ? html`<div class="vg-muted">The gateway was not made for this version of the store: what it does not know of it stays refused.</div>`
          : nothing
      }
    </li>`;
}
