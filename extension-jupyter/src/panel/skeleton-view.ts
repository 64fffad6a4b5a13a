import { html, type TemplateResult } from 'lit';

/** Grey lines where text will be, of about its size, so that nothing jumps. */
export function skeletonView(): TemplateResult {
  return html`
    <div class="vg-skeleton" aria-hidden="true">
      ${[60, 85, 70, 90, 55].map((width) => html`<div style="width: ${width}%"></div>`)}
    </div>`;
}
