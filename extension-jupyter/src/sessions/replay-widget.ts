import { MainAreaWidget } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';
import { gateIcon } from '../icon.ts';

/** What draws itself into a widget once it is read from the server. */
export type Drawing = (node: HTMLElement) => Promise<void>;

/**
 * A widget of the main area that holds one element of the replay. The elements' code is read when the first such widget
 * opens: `draw` imports it.
 */
export class ReplayWidget extends MainAreaWidget<Widget> {
  constructor(id: string, label: string, draw: Drawing) {
    const content = new Widget();
    super({ content, reveal: draw(content.node) });
    // The elements have their own.
    this.toolbar.hide();
    this.id = id;
    content.addClass('vg-Replay');
    this.title.label = label;
    this.title.icon = gateIcon;
    this.title.closable = true;
    this.title.caption = 'VectorGate';
  }

  /** The element that was drawn. */
  get element(): HTMLElement | null {
    return this.content.node.querySelector<HTMLElement>('*');
  }
}
