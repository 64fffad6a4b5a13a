import type { EditorView } from '@codemirror/view';
import type { CodeMirrorEditor } from '@jupyterlab/codemirror';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { FileEditor } from '@jupyterlab/fileeditor';
import { policyIcon } from '../policy-file-type.ts';
import type { Look } from '../worker/policy-messages.ts';
import type { PolicyService } from '../worker/policy-service.ts';
import type { ShowMarkdown } from './complete-source.ts';
import type { ShowRule } from './lens-lines.ts';
import { policyExtension } from './policy-extension.ts';
import { PolicyText } from './policy-text.ts';

/** A policy that is open in JupyterLab's text editor. */
export class PolicyEditor {
  readonly widget: IDocumentWidget<FileEditor>;
  readonly view: EditorView;
  readonly text: PolicyText;
  /** Shows Markdown. */
  readonly show: ShowMarkdown;
  private readonly again: () => void;
  private readonly now: () => Promise<void>;

  constructor(
    widget: IDocumentWidget<FileEditor>,
    service: PolicyService,
    show: ShowMarkdown,
    told: (path: string, look: Look) => void,
    runTests: (path: string, ids: readonly string[]) => void,
    ofRule: (path: string, ...rule: Parameters<ShowRule>) => void,
  ) {
    this.widget = widget;
    this.show = show;
    const editor = widget.content.editor as CodeMirrorEditor;
    this.view = editor.editor;
    this.text = new PolicyText(service, () => widget.context.path);
    const { extension, looker } = policyExtension(
      this.text,
      show,
      (look) => told(this.path, look),
      (ids) => runTests(this.path, ids),
      (rule) => ofRule(this.path, rule),
    );
    editor.injectExtension(extension);
    widget.title.icon = policyIcon;
    // Keys and colours of ours count here alone.
    widget.content.addClass('vg-PolicyEditor');
    this.again = () => this.view.plugin(looker)?.soon(0);
    this.now = async () => this.view.plugin(looker)?.now();
  }

  get path(): string {
    return this.widget.context.path;
  }

  /** Resolves once all that is told of it is of what is written now. */
  lookNow(): Promise<void> {
    return this.now();
  }

  /** What lies around it changed. */
  lookAgain(): void {
    this.again();
  }
}
