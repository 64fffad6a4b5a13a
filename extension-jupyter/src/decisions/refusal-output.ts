import { errorRendererFactory } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Panel, Widget } from '@lumino/widgets';
import { findDecision } from '@vectorgate/client/find-decision';
import { drawWhenOpened, lineOf } from './open-decision.ts';

/** How JupyterLab has an exception below a cell; the text beside it is what is drawn without us. */
export const errorMime = 'application/vnd.jupyter.error';
const textMime = 'application/vnd.jupyter.stderr';

/** Draws what belongs to a decision. */
export type DrawDecision = (node: HTMLElement, id: string) => Promise<void>;

const joined = (text: unknown): string => (Array.isArray(text) ? text.join('\n') : String(text ?? ''));

/** The decision that an exception names, when the gate refused what it is about. */
function decisionOf({ data }: IRenderMime.IMimeModel): string | undefined {
  const error = data[errorMime];
  const { evalue, traceback } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly evalue?: unknown;
    readonly traceback?: unknown;
  };
  const found = findDecision([joined(traceback), joined(evalue)], []);
  return found?.kind === 'refused' ? found.decision : undefined;
}

/** An exception as JupyterLab draws it, and over it, where the gate refused, the card of the decision. */
class RefusalOutput extends Panel implements IRenderMime.IRenderer {
  private readonly card = new Widget();
  private readonly error: IRenderMime.IRenderer;
  private readonly draw: DrawDecision;
  private shown: string | undefined;

  constructor(options: IRenderMime.IRendererOptions, draw: DrawDecision) {
    super();
    this.draw = draw;
    this.error = errorRendererFactory.createRenderer({ ...options, mimeType: textMime });
    this.card.addClass('vg-Refusal');
    this.card.hide();
    this.addWidget(this.card);
    this.addWidget(this.error);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    await this.error.renderModel(model);
    const decision = decisionOf(model);
    this.card.setHidden(decision === undefined);
    const shown = decision && `${decision} ${model.trusted}`;
    if (shown === this.shown) return;
    this.shown = shown;
    this.card.node.replaceChildren();
    if (decision === undefined) return;
    if (!model.trusted) {
      this.ask(decision);
      return;
    }
    // A place of its own, so that what an earlier output still waits for is drawn where nobody sees it.
    const place = document.createElement('div');
    this.card.node.append(place);
    // Not waited for, and the exception says all there is to do even where its card cannot be drawn.
    void this.draw(place, decision).catch(() => place.remove());
  }

  /**
   * Anybody can write a notebook with an exception that names decisions. To read one is recorded and may be refused, both
   * in the reader's name; and its card would vouch for whatever stands below it.
   */
  private ask(decision: string): void {
    const details = document.createElement('details');
    details.className = 'vg-Notice';
    const text = `VectorGate: this notebook is not trusted; decision ${decision.slice(0, 10)}… may be about something else. Run the cell again, or open this line for the decision.`;
    drawWhenOpened(details, lineOf('⊘', text), decision, this.draw);
    this.card.node.append(details);
  }
}

/** Draws exceptions in JupyterLab's own way, and refusals with their decision. */
export const refusalFactory = (draw: DrawDecision): IRenderMime.IRendererFactory => ({
  safe: true,
  mimeTypes: [errorMime],
  defaultRank: 60,
  createRenderer: (options) => new RefusalOutput(options, draw),
});
