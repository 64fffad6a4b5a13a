import { html, type TemplateResult } from 'lit';
import type { ReplayHost } from '../../host/replay-host.ts';
import { type RequestTab, requestView } from './request-view.ts';
import { type ResponseTab, responseView } from './response-view.ts';
import type { StepContent } from './step-content.ts';

/** How somebody looks at steps: it stays from one to the next. */
export interface StepLook {
  readonly request: RequestTab;
  readonly response: ResponseTab;
  readonly cardOpen: boolean;
  /** Rows of hits that show, in powers of four. */
  readonly rows: number;
}

export const firstLook: StepLook = { request: 'call', response: 'hits', cardOpen: true, rows: 1 };

/** One step: what was asked and how it was decided, and the answer beside it. */
export function stepView(
  host: ReplayHost | undefined,
  content: StepContent,
  look: StepLook,
  on: {
    readonly look: (look: StepLook) => void;
    readonly copy: (text: string, what: string) => void;
  },
): TemplateResult {
  const change = (changes: Partial<StepLook>): void => on.look({ ...look, ...changes });
  return html`<div class="panes">
    <div class="side">
      ${requestView(content, look.request, (request) => change({ request }), on.copy)}
      <section class="pane" aria-label="Decision">
        <vg-decision-card .host=${host} .record=${content.record} ?open=${look.cardOpen}
          @vg-toggle=${(event: CustomEvent<{ open: boolean }>) => change({ cardOpen: event.detail.open })}></vg-decision-card>
      </section>
    </div>
    <div class="side">
      ${responseView(content, look.response, look.rows, {
        tab: (response) => change({ response }),
        more: () => change({ rows: look.rows * 4 }),
        copy: on.copy,
      })}
    </div>
  </div>`;
}
