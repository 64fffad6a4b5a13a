import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
import { drawWhenOpened, lineOf } from './open-decision.ts';
import type { DrawDecision } from './refusal-output.ts';

/** What the kernel shim says beside the line about something that policy changed: `{ "decision": ID }`. */
export const noticeMime = 'application/vnd.vectorgate.decision+json';
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** The one line under a cell of which policy changed something; opened, it shows the decision. */
class NoticeOutput extends Widget implements IRenderMime.IRenderer {
  private readonly draw: DrawDecision;
  private readonly line: HTMLDetailsElement;

  constructor(draw: DrawDecision) {
    const line = document.createElement('details');
    super({ node: line });
    this.line = line;
    this.draw = draw;
    this.addClass('vg-Notice');
  }

  async renderModel({ data, trusted }: IRenderMime.IMimeModel): Promise<void> {
    const { decision } = Object(data[noticeMime]) as { readonly decision?: unknown };
    const known = typeof decision === 'string' && ulid.test(decision) ? decision : undefined;
    // Whoever wrote a notebook that is not trusted would otherwise speak with our voice.
    const text = trusted
      ? String(data['text/plain'] ?? 'VectorGate: changed by policy.')
      : `VectorGate: this notebook is not trusted, so its words on policy are not shown. Run the cell again${known === undefined ? '' : ', or open this line for the decision'}.`;
    drawWhenOpened(this.line, lineOf('▒', text), known, this.draw);
  }
}

export const noticeFactory = (draw: DrawDecision): IRenderMime.IRendererFactory => ({
  safe: true,
  mimeTypes: [noticeMime],
  // Before the same line as HTML.
  defaultRank: 40,
  createRenderer: () => new NoticeOutput(draw),
});
