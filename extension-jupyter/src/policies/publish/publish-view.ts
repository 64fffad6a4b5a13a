import { html, nothing, type TemplateResult } from 'lit';
import type { PublishForm } from './publish-form.ts';

/** Asks whether policies are to be put in force, and says what became of it. */
export function publishView(form: PublishForm): TemplateResult {
  const { revision, summary, widens, note, step, go, leave } = form;
  if (step.is === 'done')
    return html`<section class="vg-publish" aria-label="Publish policies"><p role="status"><strong>${step.text}</strong></p></section>`;
  const sending = step.is === 'sending';
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = new FormData(event.target as HTMLFormElement).get('note');
    go(typeof said === 'string' ? said : '');
  };
  return html`<section class="vg-publish" aria-label="Publish policies">
    <form @submit=${submit}>
      <h2>Put these policies in force as revision ${revision}?</h2>
      <p>${summary}.${widens ? html` <strong>Somebody gets more by this, or may.</strong>` : nothing}</p>
      ${
        step.is === 'asking' && step.trouble !== undefined
          ? html`<div class="vg-trouble vg-report-trouble" role="alert">${step.trouble.split('\n').map((line) => html`<p>${line}</p>`)}</div>`
          : nothing
      }
      <label>Why? It is kept with the revision.
        <input class="jp-mod-styled" name="note" type="text" maxlength="500" autocomplete="off" .value=${note} ?disabled=${sending} />
      </label>
      <button type="submit" class="vg-button vg-mod-primary" ?disabled=${sending}>Put in force</button>
      <button type="button" class="vg-button" ?disabled=${sending} @click=${leave}>Not now</button>
      <span role="status">${sending ? 'Publishing.' : ''}</span>
    </form>
  </section>`;
}
