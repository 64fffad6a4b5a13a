import { html, nothing, type TemplateResult } from 'lit';
import type { GateModel } from '../gate-model.ts';
import { connectionsView } from './connections-view.ts';
import { kernelsView } from './kernels-view.ts';
import { latestView } from './latest-view.ts';
import type { PanelActions } from './panel-actions.ts';
import { sessionsView } from './sessions-view.ts';
import { signInView } from './sign-in-view.ts';
import { skeletonView } from './skeleton-view.ts';
import { troubleView } from './trouble-view.ts';
import { whoView } from './who-view.ts';

/** The whole panel for what the model knows. `now` in milliseconds. */
export function panelView(model: GateModel, actions: PanelActions, now: number): TemplateResult {
  return html`
    <div class="vg-Panel-header">
      <h2>VectorGate</h2>
      <button type="button" class="vg-icon-button" title="Look again" aria-label="Look again" @click=${actions.refresh}>⟳</button>
    </div>
    <div class="vg-visually-hidden" role="status" aria-live="polite">${spoken(model)}</div>
    ${troubleView(model, now)} ${body(model, actions, now)}`;
}

function body(model: GateModel, actions: PanelActions, now: number): TemplateResult | typeof nothing {
  const { status } = model;
  if (status === undefined) return model.problem === undefined ? skeletonView() : nothing;
  if (!status.configured) return notConfiguredView();
  return html`
    ${status.who !== null ? whoView(status.who, actions, now) : status.signedIn ? nothing : signInView(model, status, actions)}
    ${connectionsView(status)} ${kernelsView(status, actions)}
    ${status.who === null ? nothing : html`${latestView(model, actions, now)} ${sessionsView(model, actions, now)}`}`;
}

function notConfiguredView(): TemplateResult {
  return html`
    <section class="vg-section vg-note">
      <p>No gateway is set for this Jupyter server, so nothing is governed here.</p>
      <p>
        Set <code>VECTORGATE_GATEWAY</code>, or <code>c.VectorGate.gateway</code> in the server's configuration, to your
        gateway's address, and restart the server.
      </p>
    </section>`;
}

/** What a screen reader hears when it changes. */
function spoken({ status, problem, signIn }: GateModel): string {
  if (problem !== undefined) return `VectorGate: ${problem.message}`;
  if (signIn.step === 'waiting') return 'Waiting for the sign-in window.';
  if (signIn.step === 'blocked') return 'The browser blocked the sign-in window.';
  if (signIn.step === 'failed') return signIn.problem.message;
  if (status === undefined) return 'Loading.';
  if (!status.configured) return 'No gateway is set.';
  return status.who === null
    ? 'Signed out of VectorGate.'
    : `Signed in to VectorGate as ${status.who.identity.name ?? status.who.identity.subject}.`;
}
