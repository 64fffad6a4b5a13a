import type { IWidgetTracker } from '@jupyterlab/apputils';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { FileEditor } from '@jupyterlab/fileeditor';
import { type TableOfContents, TableOfContentsFactory, TableOfContentsModel } from '@jupyterlab/toc';
import type { Widget } from '@lumino/widgets';
import type { PolicySymbol } from '@vectorgate/policy-schema/language';
import { isLanguagePath } from '../is-policy-path.ts';
import type { Editing } from '../start-editing.ts';

/** A rule, a pattern, a test, …, and its line, from 0. */
export interface PolicyHeading extends TableOfContents.IHeading {
  readonly line: number;
}

type EditorWidget = IDocumentWidget<FileEditor>;

class PolicyOutlineModel extends TableOfContentsModel<PolicyHeading, EditorWidget> {
  readonly documentType = 'vectorgate-policy';
  private readonly editing: () => Promise<Editing>;

  constructor(
    widget: EditorWidget,
    editing: () => Promise<Editing>,
    configuration?: TableOfContents.IConfig,
  ) {
    super(widget, configuration);
    this.editing = editing;
  }

  override get supportedOptions(): (keyof TableOfContents.IConfig)[] {
    return [];
  }

  protected override async getHeadings(): Promise<PolicyHeading[] | null> {
    if (!this.isActive) return null;
    const { editors } = await this.editing();
    const editor = editors.of(this.widget.context.path);
    if (editor === undefined) return null;
    const { doc } = editor.view.state;
    const headings = (symbols: readonly PolicySymbol[], level: number): PolicyHeading[] =>
      symbols.flatMap(({ name, detail, nameStart, children }) => [
        {
          text: detail === '' || level === 1 ? name : `${name} · ${detail}`,
          level,
          line: doc.lineAt(Math.min(nameStart, doc.length)).number - 1,
        },
        ...headings(children, level + 1),
      ]);
    return headings(await editor.text.symbols(doc.toString()), 1);
  }
}

/** The outline of policies and of tests of them, in JupyterLab's own table of contents. */
export class PolicyOutline extends TableOfContentsFactory<EditorWidget, PolicyHeading> {
  private readonly editing: () => Promise<Editing>;

  constructor(tracker: IWidgetTracker<EditorWidget>, editing: () => Promise<Editing>) {
    super(tracker);
    this.editing = editing;
  }

  override isApplicable(widget: Widget): boolean {
    return super.isApplicable(widget) && isLanguagePath((widget as EditorWidget).context.path);
  }

  override createNew(
    widget: EditorWidget,
    configuration?: TableOfContents.IConfig,
  ): TableOfContentsModel<PolicyHeading, EditorWidget> {
    const model = super.createNew(widget, configuration);
    model.activeHeadingChanged.connect((_, heading) => {
      if (heading !== null) widget.content.editor.setCursorPosition({ line: heading.line, column: 0 });
    });
    return model;
  }

  protected override _createNew(
    widget: EditorWidget,
    configuration?: TableOfContents.IConfig,
  ): TableOfContentsModel<PolicyHeading, EditorWidget> {
    return new PolicyOutlineModel(widget, this.editing, configuration);
  }
}
