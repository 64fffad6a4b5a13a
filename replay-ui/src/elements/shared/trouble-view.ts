import { html, nothing, type TemplateResult } from 'lit';
import { ReplayError } from '../../errors/replay-error.ts';
import { visibleLine } from '../../text/visible-text.ts';

/** What went wrong, in words for people, and what to do about it. */
export interface Trouble {
  readonly message: string;
  readonly remedy: string;
}

/** Words for what a host rejected with; one that carries no remedy gets the general one. */
export function troubleOf(error: unknown): Trouble {
  const message = error instanceof Error && error.message !== '' ? error.message : String(error);
  const remedy =
    error instanceof ReplayError || (typeof error === 'object' && error !== null && 'remedy' in error)
      ? String((error as { readonly remedy: unknown }).remedy)
      : 'Look again; if it stays so, the log of the editor’s extension says more.';
  return { message: visibleLine(message.slice(0, 2_000)), remedy: visibleLine(remedy.slice(0, 2_000)) };
}

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
