import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { MainAreaWidget } from '@jupyterlab/apputils';
import { jupyterTheme } from '@jupyterlab/codemirror';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { policyIcon } from '../policies/policy-file-type.ts';

/** A policy as the gateway has it in force, to be read: it cannot be written in. */
export class PolicyInForceWidget extends MainAreaWidget<Widget> {
  private readonly view: EditorView;

  static idOf(path: string): string {
    return `vectorgate-in-force-${encodeURIComponent(path)}`;
  }

  constructor(path: string, text: string) {
    super({ content: new Widget() });
    this.id = PolicyInForceWidget.idOf(path);
    this.toolbar.hide();
    const name = `${path.split('/').at(-1)} (in force)`;
    this.title.label = name;
    this.title.caption = `${path}, as the gateway has it in force`;
    this.title.icon = policyIcon;
    this.title.closable = true;
    this.content.addClass('vg-TextDiff');
    const body = document.createElement('div');
    body.className = 'vg-text-diff-body';
    this.content.node.append(body);
    this.view = new EditorView({
      doc: text,
      extensions: [
        jupyterTheme,
        lineNumbers(),
        EditorView.lineWrapping,
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': name, 'aria-readonly': 'true' }),
      ],
      parent: body,
    });
  }

  /** Shows a text that may be newer, at a line (1-based). */
  showAt(text: string, line: number): void {
    const { view } = this;
    if (view.state.doc.toString() !== text)
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    const { doc } = view.state;
    const anchor = doc.line(Math.min(Math.max(1, line), doc.lines)).from;
    view.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
    });
  }

  override dispose(): void {
    this.view.destroy();
    super.dispose();
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.view.focus();
  }
}
