import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { html, render, type TemplateResult } from 'lit';
import type { GateModel } from '../gate-model.ts';
import { gateIcon } from '../icon.ts';
import type { PanelActions } from './panel-actions.ts';
import { panelView } from './panel-view.ts';

const redrawMilliseconds = 30_000;

/** The side panel. It draws what the model knows and asks for nothing itself. */
export class GatePanel extends Widget {
  private readonly model: GateModel;
  private readonly actions: PanelActions;
  private readonly sections: (() => TemplateResult)[] = [];
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(model: GateModel, actions: PanelActions) {
    super();
    this.model = model;
    this.actions = actions;
    this.id = 'vectorgate-panel';
    this.title.icon = gateIcon;
    this.title.caption = 'VectorGate';
    this.addClass('vg-Panel');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', 'VectorGate');
    model.changed.connect(this.draw, this);
    this.draw();
  }

  /** Shows a part below the others, drawn anew whenever `changed` fires. */
  addSection<Sender>(changed: ISignal<Sender, void>, view: () => TemplateResult): void {
    this.sections.push(view);
    changed.connect(() => this.draw());
    this.draw();
  }

  override dispose(): void {
    clearInterval(this.timer);
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.model.watched = true;
    // "2 min ago" grows older by itself.
    clearInterval(this.timer);
    this.timer = setInterval(() => this.draw(), redrawMilliseconds);
    this.draw();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.model.watched = false;
    clearInterval(this.timer);
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node.querySelector<HTMLElement>('button, summary')?.focus();
  }

  private draw(): void {
    const hadFocus = this.node.contains(document.activeElement);
    const own = panelView(this.model, this.actions, Date.now());
    render(html`${own}${this.sections.map((section) => section())}`, this.node);
    // Who signs in or out by keyboard goes on from where the pressed button was, not from the top of the page.
    if (hadFocus && !this.node.contains(document.activeElement))
      (
        this.node.querySelector<HTMLElement>('.vg-session-button') ?? this.node.querySelector('button')
      )?.focus();
  }
}
