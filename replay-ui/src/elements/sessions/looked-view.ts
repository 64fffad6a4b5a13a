import { type LookedThrough, lookedWords } from '@vectorgate/policy-schema/records-query';
import { html, nothing, type TemplateResult } from 'lit';

/** How far a search for texts looked, and the way to look further where there is one. */
export function lookedView(
  looked: LookedThrough,
  further?: { readonly asking: boolean; readonly look: () => void },
): TemplateResult {
  const { far, not } = lookedWords(looked);
  return html`<div class="looked">
    <p class="muted">${far}</p>
    ${not === undefined ? nothing : html`<p class="muted">${not}</p>`}
    ${
      looked.further && further !== undefined
        ? html`<button type="button" ?disabled=${further.asking} @click=${further.look}>${further.asking ? 'looking …' : 'look further'}</button>`
        : nothing
    }
  </div>`;
}
