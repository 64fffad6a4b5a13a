import type { IThemeManager } from '@jupyterlab/apputils';
import { ABCWidgetFactory, type DocumentRegistry, DocumentWidget } from '@jupyterlab/docregistry';
import { Widget } from '@lumino/widgets';
import type { ReplaySandbox } from '@vectorgate/replay-ui/host';
import { gateIcon } from '../icon.ts';
import { archiveFileType } from './archive-file-type.ts';
import { ArchiveModelFactory } from './archive-model-factory.ts';
import type { FilesOfLab } from './read-archive.ts';

/** What archives need of JupyterLab. */
export interface ArchiveParts extends FilesOfLab {
  readonly themes: IThemeManager | null;
  /** Runs programs again over an archive, where the Jupyter server can. */
  readonly sandboxOf: (path: string) => ReplaySandbox | undefined;
}

/** Holds the element, once its code is read from the server. */
class ArchiveContent extends Widget {
  private archive: HTMLElementTagNameMap['vg-archive'] | undefined;
  readonly drawn: Promise<void>;

  constructor(context: DocumentRegistry.IContext<DocumentRegistry.IModel>, parts: ArchiveParts) {
    super();
    this.addClass('vg-Replay');
    this.drawn = this.draw(context, parts);
  }

  override dispose(): void {
    this.archive?.close();
    super.dispose();
  }

  private async draw(
    context: DocumentRegistry.IContext<DocumentRegistry.IModel>,
    parts: ArchiveParts,
  ): Promise<void> {
    await context.ready;
    const { archiveView } = await import('./archive-view.ts');
    if (this.isDisposed) return;
    this.archive = archiveView({ ...parts, path: context.path });
    this.node.append(this.archive);
  }
}

/** Opens archives of recorded sessions as documents, to read. */
export class ArchiveWidgetFactory extends ABCWidgetFactory<DocumentWidget> {
  private readonly parts: ArchiveParts;

  constructor(parts: ArchiveParts) {
    const type = archiveFileType.name ?? '';
    super({
      name: 'Recorded sessions',
      fileTypes: [type],
      defaultFor: [type],
      modelName: ArchiveModelFactory.modelName,
      readOnly: true,
    });
    this.parts = parts;
  }

  protected createNewWidget(context: DocumentRegistry.IContext<DocumentRegistry.IModel>): DocumentWidget {
    const content = new ArchiveContent(context, this.parts);
    const widget = new DocumentWidget({ content, context, reveal: content.drawn });
    // The elements have their own.
    widget.toolbar.hide();
    widget.title.icon = gateIcon;
    return widget;
  }
}
