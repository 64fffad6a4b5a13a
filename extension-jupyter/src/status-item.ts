import { Widget } from '@lumino/widgets';
import { plainLine } from '@vectorgate/replay-ui/records';
import { html, nothing, render } from 'lit';
import type { GateModel } from './gate-model.ts';
import { gateIcon } from './icon.ts';

/** The status bar's item: who is signed in, or what to do. A press signs in, or shows the panel. */
export class StatusItem extends Widget {
  private readonly model: GateModel;
  private readonly pressed: () => void;
  /** Drawn, not written: many fonts have no shield. */
  private readonly icon = gateIcon.element({ tag: 'span', className: 'vg-StatusItem-icon' });

  constructor(model: GateModel, pressed: () => void) {
    super();
    this.model = model;
    this.pressed = pressed;
    this.addClass('vg-StatusItem');
    model.changed.connect(this.draw, this);
    this.draw();
  }

  private draw(): void {
    const { text, title, trouble } = this.words();
    render(
      text === ''
        ? nothing
        : html`<button type="button" class="vg-StatusItem-button ${trouble ? 'vg-mod-trouble' : ''}" title=${title}
            @click=${this.pressed}>${trouble ? '⚠ ' : this.icon}${text}</button>`,
      this.node,
    );
  }

  private words(): { text: string; title: string; trouble: boolean } {
    const { status, problem } = this.model;
    if (problem?.code === 'gateway_unreachable')
      return {
        text: 'VectorGate: gateway unreachable',
        title: plainLine(problem.message, 1_000),
        trouble: true,
      };
    if (problem !== undefined)
      return { text: 'VectorGate: trouble', title: plainLine(problem.message, 1_000), trouble: true };
    if (status === undefined || !status.configured) return { text: '', title: '', trouble: false };
    if (status.who === null) return { text: 'Sign in', title: 'Sign in to VectorGate', trouble: false };
    const { name, subject } = status.who.identity;
    const names = status.connections.map((connection) => plainLine(connection.name, 60));
    const governed = names.length > 2 ? `${names.length} connections` : names.join(', ');
    return {
      text: `${plainLine(name ?? subject, 60)}${governed === '' ? '' : ` · ${governed}`}`,
      title: `VectorGate: signed in as ${plainLine(subject)}`,
      trouble: false,
    };
  }
}
