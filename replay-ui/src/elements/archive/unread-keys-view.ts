import { html, nothing, type TemplateResult } from 'lit';
import { visibleLine } from '../../text/visible-text.ts';

/** That known keys are none, and where to correct them; the archive was verified without them. */
export const unreadKeysView = (keys: readonly string[]): TemplateResult | typeof nothing =>
  keys.length === 0
    ? nothing
    : html`<p class="note unreadable" role="alert"><span class="sign approve" aria-hidden="true">⚠</span>
        Correct the known keys (in VS Code the setting vectorgate.archiveKeys): ${visibleLine(
          keys.map((key) => `“${key}”`).join(', '),
        )} ${keys.length === 1 ? 'is no public key' : 'are no public keys'} and counted for nothing here.</p>`;
