import { plainLine } from '@vectorgate/replay-ui/records';
import { html, type TemplateResult } from 'lit';
import type { KernelEntry, Status } from '../server/status.ts';
import type { PanelActions } from './panel-actions.ts';

/** The kernels of this server, and whether their calls go through the gate. */
export function kernelsView({ kernels }: Status, actions: PanelActions): TemplateResult {
  return html`
    <details class="vg-section" open>
      <summary>Kernels</summary>
      ${
        kernels.length === 0
          ? html`<p class="vg-muted">No kernel runs. Open a notebook, and it will be listed here.</p>`
          : html`<ul class="vg-list">${kernels.map((kernel) => kernelView(kernel, actions))}</ul>`
      }
    </details>`;
}

function kernelView(kernel: KernelEntry, actions: PanelActions): TemplateResult {
  const name = plainLine(kernel.path.split('/').at(-1) || kernel.id.slice(0, 8));
  return html`
    <li>
      <div class="vg-row vg-mod-one-line">
        <span class="vg-ellipsis" title=${plainLine(kernel.path || kernel.id)}>${name}</span>
        ${
          kernel.sandbox
            ? html`<span title="Its calls are answered from a recording, and no store is asked"><span aria-hidden="true">◌ </span>in a sandbox</span>`
            : kernel.governed
              ? html`<span><span class="vg-good" aria-hidden="true">● </span>governed</span>`
              : html`<span class="vg-warn"><span aria-hidden="true">⚠ </span>not governed</span>`
        }
      </div>
      <div class="vg-row">
        <span class="vg-muted">${plainLine(kernel.kernel)}</span>
        ${kernel.sandbox || !kernel.governed ? remedy(kernel, name, actions) : ''}
      </div>
    </li>`;
}

function remedy(kernel: KernelEntry, name: string, actions: PanelActions): TemplateResult {
  if (kernel.language !== 'python')
    return html`<span class="vg-muted" title="The gateway closes databases to it, as it cannot say who asks.">only Python kernels can be</span>`;
  return html`
    <button type="button" class="vg-button" aria-label=${`restart ${name} to ${kernel.sandbox ? 'lead it back' : 'govern it'}`} @click=${() => actions.restart(kernel)}>
      restart to ${kernel.sandbox ? 'lead it back' : 'govern'}
    </button>`;
}
