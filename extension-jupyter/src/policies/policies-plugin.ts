import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { type FileEditor, IEditorTracker } from '@jupyterlab/fileeditor';
import { ILauncher } from '@jupyterlab/launcher';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITableOfContentsRegistry, type TableOfContents } from '@jupyterlab/toc';
import { IGate } from '../gate-token.ts';
import { showMarkdown } from './editing/show-markdown.ts';
import { isLanguagePath } from './is-policy-path.ts';
import { PolicyOutline } from './outline/policy-outline.ts';
import { addPolicyCommands } from './policy-commands.ts';
import { policyFileType, policyTestFileType } from './policy-file-type.ts';
import { policiesView } from './problems/policies-view.ts';
import { PolicyProblems } from './problems/policy-problems.ts';
import type { Editing } from './start-editing.ts';
import { namesOfStatus } from './surroundings/names-of-status.ts';
import { addTests } from './tests/add-tests.ts';

/** Policies in JupyterLab: a file type of its own, and a text editor that knows their language. */
export const policiesPlugin: JupyterFrontEndPlugin<void> = {
  id: '@vectorgate/jupyterlab:policies',
  description: 'Checks, completes and explains VectorGate policies while they are written.',
  autoStart: true,
  requires: [IEditorTracker],
  optional: [
    IGate,
    ICommandPalette,
    ILauncher,
    IDefaultFileBrowser,
    IRenderMimeRegistry,
    ITableOfContentsRegistry,
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: IEditorTracker,
    gate: IGate | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    browser: IDefaultFileBrowser | null,
    rendermime: IRenderMimeRegistry | null,
    outlines: ITableOfContentsRegistry | null,
  ) => {
    app.docRegistry.addFileType(policyFileType);
    app.docRegistry.addFileType(policyTestFileType);
    const problems = new PolicyProblems();
    const said = new Set<string>();
    let begun: Promise<Editing> | undefined;
    // The language is loaded with the first policy: whoever writes none never waits for it.
    const editing = (): Promise<Editing> => {
      begun ??= import('./start-editing.ts').then(({ startEditing }) =>
        startEditing({
          tracker,
          contents: app.serviceManager.contents,
          problems,
          show: showMarkdown(rendermime),
          names: () => namesOfStatus(gate?.model.status),
          tell: (text) => {
            if (said.has(text)) return;
            said.add(text);
            Notification.warning(`VectorGate: ${text}`, { autoClose: 8_000 });
          },
        }),
      );
      return begun;
    };
    const look = (widget: IDocumentWidget<FileEditor>): void => {
      if (isLanguagePath(widget.context.path)) void editing().then(({ editors }) => editors.add(widget));
    };
    const watch = (widget: IDocumentWidget<FileEditor>): void => {
      look(widget);
      widget.context.pathChanged.connect(() => look(widget));
    };
    tracker.forEach(watch);
    tracker.widgetAdded.connect((_, widget) => watch(widget));
    const open = (path: string, line: number): void => void openAt(app, path, line);
    addTests({ app, tracker, editing, palette, open });
    addPolicyCommands({ app, gate, open, tracker, editing, palette, launcher, browser });
    // It is handed only what it says that it can do; the registry's type has no word for that.
    outlines?.add(new PolicyOutline(tracker, editing) as unknown as TableOfContents.IFactory);
    gate?.panel.addSection(problems.changed, () => policiesView(problems, open));
  },
};

async function openAt(app: JupyterFrontEnd, path: string, line: number): Promise<void> {
  const widget = (await app.commands.execute('docmanager:open', { path, factory: 'Editor' })) as
    | IDocumentWidget<FileEditor>
    | undefined;
  await widget?.context.ready;
  const editor = widget?.content.editor;
  editor?.setCursorPosition({ line, column: 0 });
  editor?.revealPosition({ line, column: 0 });
  editor?.focus();
}
