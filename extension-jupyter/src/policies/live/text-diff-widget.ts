import { syntaxHighlighting } from '@codemirror/language';
import { goToNextChunk, goToPreviousChunk, MergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { MainAreaWidget } from '@jupyterlab/apputils';
import { jupyterHighlightStyle, jupyterTheme } from '@jupyterlab/codemirror';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { html, render } from 'lit';
import { policyIcon } from '../policy-file-type.ts';

/** A text and what it is called. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

export interface TextDiffOptions {
  readonly id: string;
  readonly label: string;
  /** Of the text: its colours. */
  readonly language: Extension;
  readonly actions: readonly { readonly label: string; readonly run: () => void }[];
}

/** Two texts beside each other. Neither can be written in: what is shown follows what it was taken from. */
export class TextDiffWidget extends MainAreaWidget<Widget> {
  private readonly options: TextDiffOptions;
  private readonly body = document.createElement('div');
  private readonly head = document.createElement('div');
  private merge: MergeView | undefined;

  constructor(options: TextDiffOptions) {
    super({ content: new Widget() });
    this.options = options;
    this.id = options.id;
    this.toolbar.hide();
    this.content.addClass('vg-TextDiff');
    this.content.node.tabIndex = -1;
    this.content.node.setAttribute('role', 'region');
    this.content.node.setAttribute('aria-label', options.label);
    this.body.className = 'vg-text-diff-body';
    this.content.node.append(this.head, this.body);
    this.title.label = options.label;
    this.title.icon = policyIcon;
    this.title.closable = true;
    this.title.caption = 'VectorGate';
  }

  /** Shows them; what was scrolled to stays. */
  compareTexts(left: NamedText, right: NamedText): void {
    if (this.merge === undefined) {
      this.merge = new MergeView({
        a: { doc: left.text, extensions: this.extensions(left.name) },
        b: { doc: right.text, extensions: this.extensions(right.name) },
        parent: this.body,
        collapseUnchanged: { margin: 3, minSize: 6 },
      });
    } else {
      replaceText(this.merge.a, left.text);
      replaceText(this.merge.b, right.text);
    }
    this.draw(left, right);
  }

  override dispose(): void {
    this.merge?.destroy();
    this.merge = undefined;
    super.dispose();
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.merge?.b.focus();
  }

  private draw(left: NamedText, right: NamedText): void {
    const { merge } = this;
    const changes = merge?.chunks.length ?? 0;
    const count = changes === 0 ? 'The texts are alike.' : `${changes} change${changes === 1 ? '' : 's'}.`;
    render(
      html`
        <div class="vg-text-diff-head">
          <span role="status">${count}</span>
          <button type="button" class="vg-button" ?disabled=${changes === 0} title="Alt+Up" @click=${() => this.go(goToPreviousChunk)}>Previous change</button>
          <button type="button" class="vg-button" ?disabled=${changes === 0} title="Alt+Down" @click=${() => this.go(goToNextChunk)}>Next change</button>
          ${this.options.actions.map(({ label, run }) => html`<button type="button" class="vg-button" @click=${run}>${label}</button>`)}
        </div>
        <div class="vg-text-diff-names"><span>${left.name}</span><span>${right.name}</span></div>`,
      this.head,
    );
  }

  private go(to: typeof goToNextChunk): void {
    if (this.merge === undefined) return;
    to(this.merge.b);
    this.merge.b.focus();
  }

  private extensions(name: string): Extension {
    return [
      jupyterTheme,
      syntaxHighlighting(jupyterHighlightStyle),
      this.options.language,
      lineNumbers(),
      EditorView.lineWrapping,
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': name, 'aria-readonly': 'true' }),
      keymap.of([
        { key: 'Alt-ArrowDown', run: goToNextChunk },
        { key: 'Alt-ArrowUp', run: goToPreviousChunk },
      ]),
    ];
  }
}

function replaceText(view: EditorView, text: string): void {
  if (view.state.doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}
