import { plainLine } from '@vectorgate/replay-ui/records';
import { html, nothing, type TemplateResult } from 'lit';
import type { GateModel } from '../gate-model.ts';
import { absoluteTime, relativeTime } from '../relative-time.ts';
import type { Refused } from '../server/status.ts';
import type { PanelActions } from './panel-actions.ts';
import { skeletonView } from './skeleton-view.ts';

/** The person's last refusals: what, why, what next, and the decision's id to quote. */
export function latestView(model: GateModel, actions: PanelActions, now: number): TemplateResult {
  return html`
    <details class="vg-section" open>
      <summary>Latest refusals</summary>
      ${entries(model, actions, now)}
    </details>`;
}

function entries({ latest, latestProblem }: GateModel, actions: PanelActions, now: number): TemplateResult {
  if (latest === undefined)
    return latestProblem === undefined
      ? skeletonView()
      : html`<p class="vg-trouble"><span aria-hidden="true">⚠ </span>${plainLine(`${latestProblem.message} ${latestProblem.next}`, 1_000)}</p>`;
  if (latest.length === 0)
    return html`<p class="vg-muted">Nothing of yours was refused. When something is, its reason will stand here.</p>`;
  return html`<ul class="vg-list">${latest.map((refused) => entry(refused, actions, now))}</ul>`;
}

function entry(
  { id, time, operations, reason, decision }: Refused,
  actions: PanelActions,
  now: number,
): TemplateResult {
  const [operation] = operations;
  const collection = operation?.targets.find((target) => target.collection.is === 'one')?.collection.name;
  const what = plainLine(
    [operation?.classes[0] ?? operation?.name ?? 'request', collection ?? ''].join(' ').trim(),
  );
  const instant = Date.parse(time);
  return html`
    <li>
      <div class="vg-row vg-mod-one-line">
        <span class="vg-ellipsis" title=${what}><span aria-hidden="true">⊘ </span>${what}</span>
        <time class="vg-muted" datetime=${time} title=${absoluteTime(instant)}>${relativeTime(instant, now)}</time>
      </div>
      <div>${plainLine(reason?.what ?? decision.code ?? '', 1_000)}</div>
      ${reason === undefined || reason.next === '' ? nothing : html`<div class="vg-muted">${plainLine(reason.next, 1_000)}</div>`}
      <div class="vg-row vg-mod-one-line">
        <code class="vg-muted vg-ellipsis" title=${id}>${id}</code>
        <button type="button" class="vg-button" aria-label=${`copy decision ${id}`} @click=${() => actions.copy(id)}>copy</button>
      </div>
    </li>`;
}
