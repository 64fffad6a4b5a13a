import { plainLine } from '@vectorgate/replay-ui/records';
import { html, nothing, type TemplateResult } from 'lit';
import { absoluteTime, relativeTime } from '../relative-time.ts';
import type { Who } from '../server/status.ts';
import type { PanelActions } from './panel-actions.ts';

/** Who is signed in, in which groups, until when. */
export function whoView(
  { identity, session, reviews = [] }: Who,
  actions: PanelActions,
  now: number,
): TemplateResult {
  const ends = session === null ? undefined : Date.parse(session.expires);
  return html`
    <section class="vg-section vg-who" aria-label="Signed in">
      <div class="vg-row">
        <span class="vg-name" title=${plainLine(`${identity.issuer}:${identity.subject}`)}>
          <span class="vg-good" aria-hidden="true">● </span>${plainLine(identity.name ?? identity.subject)}
        </span>
        <button type="button" class="vg-button vg-session-button" @click=${actions.signOut}>sign out</button>
      </div>
      <div class="vg-muted">
        ${identity.groups.length === 0 ? 'in no group' : plainLine(identity.groups.join(', '))}
        ${reviews.length === 0 ? nothing : html` · <span title=${plainLine(`may review what others did: ${reviews.join(', ')}`)}>reviewer</span>`}
        ${ends === undefined ? nothing : html` · <span title=${absoluteTime(ends)}>expires ${relativeTime(ends, now)}</span>`}
      </div>
    </section>`;
}
