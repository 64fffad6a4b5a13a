import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { render } from 'lit';
import type { PolicyTests } from './policy-tests.ts';
import { testsIcon } from './tests-icon.ts';
import { type TestsActions, testsView } from './tests-view.ts';

/** The side panel of tests. It draws what the model knows; without one no policy was open yet. */
export class TestsPanel extends Widget {
  static readonly id = 'vectorgate-tests';
  private readonly actions: TestsActions;
  private model: PolicyTests | undefined;

  constructor(actions: TestsActions) {
    super();
    this.actions = actions;
    this.id = TestsPanel.id;
    this.title.icon = testsIcon;
    this.title.caption = 'Policy tests (VectorGate)';
    this.addClass('vg-Panel');
    this.addClass('vg-TestsPanel');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', 'Policy tests');
    this.draw();
  }

  /** Draws these tests from now on. */
  follow(model: PolicyTests): void {
    if (this.model !== undefined) return;
    this.model = model;
    model.changed.connect(this.draw, this);
    this.draw();
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node.querySelector<HTMLElement>('button:not([disabled])')?.focus();
  }

  private draw(): void {
    const focused = document.activeElement;
    const hadFocus = this.node.contains(focused);
    render(testsView(this.model, this.actions), this.node);
    // Who starts and stops a run by keyboard stays where the button was.
    if (hadFocus && !this.node.contains(document.activeElement))
      this.node.querySelector<HTMLElement>('button:not([disabled])')?.focus();
  }
}
