import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { type FileEditor, IEditorTracker } from '@jupyterlab/fileeditor';
import { ILauncher } from '@jupyterlab/launcher';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IGate } from '../gate-token.ts';
import { showMarkdown } from './editing/show-markdown.ts';
import { isPolicyPath } from './is-policy-path.ts';
import { addPolicyCommands } from './policy-commands.ts';
import type { PolicyEditors } from './policy-editors.ts';
import { policyFileType } from './policy-file-type.ts';
import { policiesView } from './problems/policies-view.ts';
import { PolicyProblems } from './problems/policy-problems.ts';
import { namesOfStatus } from './surroundings/names-of-status.ts';
import { feedTraffic } from './traffic/feed-traffic.ts';

/** Policies in JupyterLab: a file type of its own, and a text editor that knows their language. */
export const policiesPlugin: JupyterFrontEndPlugin<void> = {
  id: '@vectorgate/jupyterlab:policies',
  description: 'Checks, completes and explains VectorGate policies while they are written.',
  autoStart: true,
  requires: [IEditorTracker],
  optional: [IGate, ICommandPalette, ILauncher, IDefaultFileBrowser, IRenderMimeRegistry, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    tracker: IEditorTracker,
    gate: IGate | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    browser: IDefaultFileBrowser | null,
    rendermime: IRenderMimeRegistry | null,
    settings: ISettingRegistry | null,
  ) => {
    app.docRegistry.addFileType(policyFileType);
    const problems = new PolicyProblems();
    const said = new Set<string>();
    let editors: Promise<PolicyEditors> | undefined;
    // The language is loaded with the first policy: whoever writes none never waits for it.
    const editing = (): Promise<PolicyEditors> => {
      editors ??= import('./start-editing.ts').then(({ startEditing }) =>
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
      return editors;
    };
    let traffic = (): void => undefined;
    const look = (widget: IDocumentWidget<FileEditor>): void => {
      if (!isPolicyPath(widget.context.path)) return;
      void editing().then((all) => {
        all.add(widget);
        traffic();
      });
    };
    const watch = (widget: IDocumentWidget<FileEditor>): void => {
      look(widget);
      widget.context.pathChanged.connect(() => look(widget));
    };
    tracker.forEach(watch);
    tracker.widgetAdded.connect((_, widget) => watch(widget));
    if (gate !== null)
      traffic = feedTraffic({
        gate,
        settings: settings?.load(policiesPlugin.id),
        shown: () =>
          tracker.find(({ context, isVisible }) => isVisible && isPolicyPath(context.path)) !== undefined,
        say: async (told) => (await editors)?.traffic(told),
      });
    addPolicyCommands({ app, tracker, editing, palette, launcher, browser });
    gate?.panel.addSection(problems.changed, () =>
      policiesView(problems, (path, line) => void openAt(app, path, line)),
    );
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
