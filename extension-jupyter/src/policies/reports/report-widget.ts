import { MainAreaWidget } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';
import { fewExamples, type ReportRow } from '@vectorgate/policy-schema/analyse';
import { render } from 'lit';
import { policyIcon } from '../policy-file-type.ts';
import type { ReportState } from './report-state.ts';
import { type ReportActions, reportView, requestsAtOnce } from './report-view.ts';

/** A page of the main area that shows one analysis after the other. */
export class ReportWidget extends MainAreaWidget<Widget> {
  private readonly name: string;
  private readonly actions: ReportActions;
  /** How many requests are shown of rows of which somebody asked for more. */
  private readonly shown = new WeakMap<ReportRow, number>();
  private state: ReportState | undefined;

  constructor(id: string, name: string, actions: Omit<ReportActions, 'shown' | 'showMore'>) {
    super({ content: new Widget() });
    this.name = name;
    this.actions = {
      ...actions,
      shown: (row) => this.shown.get(row) ?? fewExamples,
      showMore: (row) => this.showMore(row),
    };
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
    this.state = state;
    const hadFocus = this.content.node.contains(document.activeElement);
    render(reportView(this.name, state, this.actions), this.content.node);
    // Whoever pressed a button that is gone goes on from here, not from the top of the page.
    if (hadFocus && !this.content.node.contains(document.activeElement)) this.content.node.focus();
  }

  private showMore(row: ReportRow): void {
    const before = this.actions.shown(row);
    this.shown.set(row, before + requestsAtOnce);
    const list = document.activeElement?.parentElement?.querySelector('.vg-report-examples');
    if (this.state !== undefined) this.draw(this.state);
    // On from the first of those that came.
    list?.children[before]?.querySelector<HTMLElement>('button')?.focus();
  }
}
