import { MainAreaWidget } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';
import { render } from 'lit';
import { policyIcon } from '../policy-file-type.ts';
import type { ReportState } from './report-state.ts';
import { type ReportActions, reportView } from './report-view.ts';

/** A page of the main area that shows one analysis after the other. */
export class ReportWidget extends MainAreaWidget<Widget> {
  private readonly name: string;
  private readonly actions: ReportActions;

  constructor(id: string, name: string, actions: ReportActions) {
    super({ content: new Widget() });
    this.name = name;
    this.actions = actions;
    this.id = id;
    this.toolbar.hide();
    this.content.addClass('vg-Report');
    this.content.node.tabIndex = -1;
    this.content.node.setAttribute('role', 'region');
    this.content.node.setAttribute('aria-label', name);
    this.title.label = name;
    this.title.icon = policyIcon;
    this.title.closable = true;
    this.title.caption = 'VectorGate';
  }

  draw(state: ReportState): void {
    const hadFocus = this.content.node.contains(document.activeElement);
    render(reportView(this.name, state, this.actions), this.content.node);
    // Whoever pressed a button that is gone goes on from here, not from the top of the page.
    if (hadFocus && !this.content.node.contains(document.activeElement)) this.content.node.focus();
  }
}
