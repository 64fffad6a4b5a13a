import { plainLine } from '@vectorgate/replay-ui/records';
import { html, nothing, type TemplateResult } from 'lit';
import type { GateModel } from '../gate-model.ts';
import { absoluteTime, relativeTime } from '../relative-time.ts';

/** What does not work, since when, what is done about it, what to do. */
export function troubleView(model: GateModel, now: number): TemplateResult | typeof nothing {
  const { problem } = model;
  if (problem === undefined) return nothing;
  const since = model.status?.since;
  return html`
    <section class="vg-section vg-trouble">
      <p><span aria-hidden="true">⚠ </span>${plainLine(upperFirst(problem.message), 1_000)}</p>
      ${
        typeof since === 'number'
          ? html`<p title=${absoluteTime(since * 1000)}>First noticed ${relativeTime(since * 1000, now)}; asking again every few seconds.</p>`
          : html`<p>Asking again every few seconds.</p>`
      }
      <p>${plainLine(problem.next, 1_000)}</p>
    </section>`;
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
