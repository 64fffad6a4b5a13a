import type { SessionSummary } from '@vectorgate/replay-ui/host';
import { plainLine } from '@vectorgate/replay-ui/records';
import { html, nothing, type TemplateResult } from 'lit';
import type { GateModel } from '../gate-model.ts';
import { absoluteTime, relativeTime } from '../relative-time.ts';
import type { PanelActions } from './panel-actions.ts';
import { skeletonView } from './skeleton-view.ts';

/** The latest recorded sessions: whoever may see those of others finds them, and the search, behind the button. */
export function sessionsView(model: GateModel, actions: PanelActions, now: number): TemplateResult {
  const toggled = ({ currentTarget }: Event): void => {
    model.sessionsWatched = (currentTarget as HTMLDetailsElement).open;
  };
  return html`
    <details class="vg-section" ?open=${model.sessionsWatched} @toggle=${toggled}>
      <summary>Sessions</summary>
      ${model.sessionsWatched ? entries(model, actions, now) : nothing}
    </details>`;
}

function entries(
  { sessions, sessionsProblem }: GateModel,
  actions: PanelActions,
  now: number,
): TemplateResult {
  if (sessions === undefined)
    return sessionsProblem === undefined
      ? skeletonView()
      : html`<p class="vg-trouble"><span aria-hidden="true">⚠ </span>${plainLine(`${sessionsProblem.message} ${sessionsProblem.next}`, 1_000)}</p>`;
  const all = html`<button type="button" class="vg-button" @click=${actions.listSessions}>All sessions, and search</button>`;
  if (sessions.length === 0)
    return html`<p class="vg-muted">No session of yours is recorded yet. Each governed notebook or program makes one.</p>${all}`;
  return html`<ul class="vg-list">${sessions.map((session) => entry(session, actions, now))}</ul>${all}`;
}

function entry(
  { id, connection, started, records, refused, masked }: SessionSummary,
  actions: PanelActions,
  now: number,
): TemplateResult {
  const at = Date.parse(started);
  const steps = `${records.toLocaleString('en')} ${records === 1 ? 'step' : 'steps'}`;
  return html`
    <li>
      <div class="vg-row vg-mod-one-line">
        <button type="button" class="vg-link vg-ellipsis" title=${`session ${id}`} @click=${() => actions.openSession(id)}>
          ${plainLine(connection, 80)} · ${steps}
        </button>
        <time class="vg-muted" datetime=${started} title=${absoluteTime(at)}>${relativeTime(at, now)}</time>
      </div>
      ${
        refused + masked === 0
          ? nothing
          : html`<div class="vg-muted">
              ${refused === 0 ? nothing : html`<span aria-hidden="true">⊘ </span>${refused} refused `}
              ${masked === 0 ? nothing : html`<span aria-hidden="true">▒ </span>${masked} masked`}
            </div>`
      }
    </li>`;
}
