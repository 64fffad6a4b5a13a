import { html, nothing, type TemplateResult } from 'lit';
import type { GateModel } from '../gate-model.ts';
import type { Status } from '../server/status.ts';
import type { PanelActions } from './panel-actions.ts';

/** Signed out: what is closed, and the way in. */
export function signInView(model: GateModel, status: Status, actions: PanelActions): TemplateResult {
  const { signIn } = model;
  const names = [...new Set(status.connections.flatMap(({ knownAs }) => knownAs))];
  return html`
    <section class="vg-section">
      ${status.ended === null ? nothing : html`<p>Signed out: ${status.ended}</p>`}
      <p>
        ${names.length === 0 ? 'Governed databases are' : `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'}`}
        closed until you sign in. Notebooks need no change, and kernels no restart.
      </p>
      <button type="button" class="vg-button vg-mod-main vg-session-button" @click=${actions.signIn}
        title=${signIn.step === 'waiting' ? 'Press again to bring the window back' : nothing}>
        ${signIn.step === 'waiting' ? 'Waiting for the sign-in window …' : 'Sign in'}
      </button>
      ${
        signIn.step === 'blocked'
          ? html`<p class="vg-trouble">
              The browser blocked the sign-in window.
              <a href=${signIn.authorize} target="_blank" rel="noopener">Open it in a tab</a>.
            </p>`
          : nothing
      }
      ${
        signIn.step === 'failed'
          ? html`<p class="vg-trouble"><span aria-hidden="true">⚠ </span>${signIn.problem.message} ${signIn.problem.next}</p>`
          : nothing
      }
    </section>`;
}
