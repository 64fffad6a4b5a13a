import { html, nothing, type TemplateResult } from 'lit';
import type { Trouble } from '../../errors/trouble.ts';

/**
 * What stands under a verdict by a key that lies in the file itself: what that proves and what it does not, and where a key
 * from elsewhere goes.
 */
export const keyForm = (
  trouble: Trouble | undefined,
  mayKeep: boolean,
  give: (keys: readonly string[], keep: boolean) => void,
): TemplateResult => html`
  <div class="unknown-key">
    <details>
      <summary>verify by a key that you got from elsewhere</summary>
      <p>A key that lies in the file itself finds damage and clumsy changes. Whoever could replace the records could replace
        that key too: only one that you got from elsewhere tells who signed.</p>
      <form @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const form = event.currentTarget as HTMLFormElement;
        const text = form.querySelector('textarea')?.value ?? '';
        const keys = text
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== '');
        if (keys.length > 0) give(keys, form.querySelector<HTMLInputElement>('input')?.checked === true);
      }}>
        <label for="keys">Public keys of the log, one a line. Whoever runs the gateway finds them as <code>evidence/keys</code>.</label>
        <textarea id="keys" rows="2" spellcheck="false" aria-describedby=${trouble === undefined ? nothing : 'key-trouble'}></textarea>
        ${trouble === undefined ? nothing : html`<p id="key-trouble" role="alert"><span class="sign deny" aria-hidden="true">⚠</span> ${trouble.message} ${trouble.remedy}</p>`}
        <p class="row"><button type="submit">verify by this key</button>${
          mayKeep
            ? html`<label class="row"><input type="checkbox"> trust it for all archives that I open here</label>`
            : nothing
        }</p>
      </form>
    </details>
  </div>`;
