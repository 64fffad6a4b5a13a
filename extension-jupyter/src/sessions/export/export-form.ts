import { Widget } from '@lumino/widgets';
import { bodiesChoices, type ExportBodies, maskChoices } from '@vectorgate/replay-ui/host';
import { html, nothing, render } from 'lit';
import type { ExportChoice } from './export-choice.ts';

const another = '\n';

/** Asks what goes into an export, and masked how. */
export class ExportForm extends Widget {
  private readonly policies: readonly string[];
  private bodies: ExportBodies = bodiesChoices[0]?.bodies ?? 'none';
  private mask = '';
  private path = '';

  /** `policies`: paths of files that are offered. */
  constructor(policies: readonly string[]) {
    super();
    this.policies = policies;
    this.addClass('vg-ChoiceForm');
    this.draw();
  }

  /** What was chosen. @throws what is missing, in words */
  choice(): ExportChoice {
    if (this.mask !== another) return { bodies: this.bodies, maskBy: this.mask };
    const path = this.path.trim().replace(/^\/+|\/+$/g, '');
    if (path === '') throw new Error('nothing is exported: name the policy file, or a folder of them.');
    return { bodies: this.bodies, maskBy: path };
  }

  private draw(): void {
    const { about: aboutBodies } = bodiesChoices.find(({ bodies }) => bodies === this.bodies) ?? {
      about: '',
    };
    const aboutMask = this.mask === '' ? maskChoices.own.about : maskChoices.more.about;
    render(
      html`
        <label>What goes into the file
          <select class="jp-mod-styled" @change=${this.chooseBodies}>
            ${bodiesChoices.map(({ bodies, label }) => html`<option value=${bodies} ?selected=${bodies === this.bodies}>${label}</option>`)}
          </select></label>
        <p class="vg-muted">${aboutBodies}</p>
        <label>Masked how
          <select class="jp-mod-styled" @change=${this.chooseMask}>
            <option value="">${maskChoices.own.label}</option>
            ${this.policies.map((path) => html`<option value=${path}>by ${path}</option>`)}
            <option value=${another}>by another policy file or folder…</option>
          </select></label>
        ${
          this.mask === another
            ? html`<label>Its path, from the top folder
                <input class="jp-mod-styled" type="text" spellcheck="false" .value=${this.path} @input=${this.typePath} /></label>`
            : nothing
        }
        <p class="vg-muted">${aboutMask}</p>`,
      this.node,
    );
  }

  private readonly chooseBodies = (event: Event): void => {
    this.bodies = (event.target as HTMLSelectElement).value as ExportBodies;
    this.draw();
  };

  private readonly chooseMask = (event: Event): void => {
    this.mask = (event.target as HTMLSelectElement).value;
    this.draw();
  };

  private readonly typePath = (event: Event): void => {
    this.path = (event.target as HTMLInputElement).value;
  };
}
