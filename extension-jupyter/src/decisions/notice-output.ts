import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
import type { DrawDecision } from './refusal-output.ts';

/** What the kernel shim says beside the line about something that policy changed: `{ "decision": ID }`. */
export const noticeMime = 'application/vnd.vectorgate.decision+json';
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** The one line under a cell of which policy changed something; opened, it shows the decision. */
class NoticeOutput extends Widget implements IRenderMime.IRenderer {
  private readonly draw: DrawDecision;

  constructor(draw: DrawDecision) {
    super({ node: document.createElement('details') });
    this.draw = draw;
    this.addClass('vg-Notice');
  }

  async renderModel({ data }: IRenderMime.IMimeModel): Promise<void> {
    const { decision } = Object(data[noticeMime]) as { readonly decision?: unknown };
    const line = document.createElement('summary');
    const sign = document.createElement('span');
    sign.setAttribute('aria-hidden', 'true');
    sign.textContent = '▒ ';
    line.append(sign, String(data['text/plain'] ?? 'VectorGate: changed by policy.'));
    this.node.replaceChildren(line);
    if (typeof decision !== 'string' || !ulid.test(decision)) return;
    const card = document.createElement('div');
    this.node.append(card);
    this.node.addEventListener(
      'toggle',
      () => {
        // Read when somebody wants to see it, not with every notebook that is opened.
        if (card.childElementCount === 0) void this.draw(card, decision);
      },
      { once: true },
    );
  }
}

export const noticeFactory = (draw: DrawDecision): IRenderMime.IRendererFactory => ({
  safe: true,
  mimeTypes: [noticeMime],
  // Before the same line as HTML.
  defaultRank: 40,
  createRenderer: () => new NoticeOutput(draw),
});
