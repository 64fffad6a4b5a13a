import { html, nothing, type TemplateResult } from 'lit';
import type { Trouble } from '../../errors/trouble.ts';

/** Trouble in place of what should be here, with the way to look again. */
export const troubleView = (trouble: Trouble, again?: () => void): TemplateResult => html`
  <div class="trouble" role="alert">
    <p><span class="sign deny" aria-hidden="true">⚠</span> ${trouble.message}</p>
    <p>${trouble.remedy}</p>
    ${again === undefined ? nothing : html`<p><button type="button" @click=${again}>Look again</button></p>`}
  </div>`;

/** What stands where something is being loaded. */
export const skeletonView = (what: string): TemplateResult => html`
  <div class="skeleton" role="status"><span></span><span></span><span></span><i class="unseen">Loading ${what}.</i></div>`;
