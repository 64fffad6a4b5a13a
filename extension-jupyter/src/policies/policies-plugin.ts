import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { type FileEditor, IEditorTracker } from '@jupyterlab/fileeditor';
import { ILauncher } from '@jupyterlab/launcher';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITableOfContentsRegistry, type TableOfContents } from '@jupyterlab/toc';
import { IGate } from '../gate-token.ts';
import type { LabCatalogue } from './catalogue/lab-catalogue.ts';
import { showMarkdown } from './editing/show-markdown.ts';
import { isLanguagePath, isPolicyPath } from './is-policy-path.ts';
import { labLivePolicies } from './live/lab-live-policies.ts';
import { PolicyOutline } from './outline/policy-outline.ts';
import { addPolicyCommands, compareLiveId, whatIfId } from './policy-commands.ts';
import { catalogueFileType, policyFileType, policyTestFileType } from './policy-file-type.ts';
import { PolicySettings } from './policy-settings.ts';
import { policiesView } from './problems/policies-view.ts';
import { PolicyProblems } from './problems/policy-problems.ts';
import type { Editing } from './start-editing.ts';
import { namesOfStatus } from './surroundings/names-of-status.ts';
import { addTests, showTestsId } from './tests/add-tests.ts';
import { feedTraffic } from './traffic/feed-traffic.ts';

const refreshCatalogueId = 'vectorgate:refresh-catalogue';

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
    ISettingRegistry,
    ITableOfContentsRegistry,
    IEditorLanguageRegistry,
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: IEditorTracker,
    gate: IGate | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    browser: IDefaultFileBrowser | null,
    rendermime: IRenderMimeRegistry | null,
    settings: ISettingRegistry | null,
    outlines: ITableOfContentsRegistry | null,
    languages: IEditorLanguageRegistry | null,
  ) => {
    app.docRegistry.addFileType(policyFileType);
    app.docRegistry.addFileType(catalogueFileType);
    app.docRegistry.addFileType(policyTestFileType);
    const problems = new PolicyProblems();
    const policySettings = new PolicySettings(settings?.load(policiesPlugin.id));
    const said = new Set<string>();
    const shown = (): boolean =>
      tracker.find(({ context, isVisible }) => isVisible && isPolicyPath(context.path)) !== undefined;
    const live = gate === null ? undefined : labLivePolicies(gate, shown);
    let begun: Promise<Editing> | undefined;
    let catalogue: LabCatalogue | undefined;
    // The language is loaded with the first policy: whoever writes none never waits for it.
    const editing = (): Promise<Editing> => {
      begun ??= import('./start-editing.ts').then(({ startEditing, LabCatalogue, LiveLines }) => {
        const found = gate === null ? undefined : new LabCatalogue(gate);
        const all = startEditing({
          tracker,
          contents: app.serviceManager.contents,
          problems,
          show: showMarkdown(rendermime),
          names: () => namesOfStatus(gate?.model.status),
          whatIf: (path, rule) => void app.commands.execute(whatIfId, { path, rule: { ...rule } }),
          showTests: () => void app.commands.execute(showTestsId),
          want: (wanted) => void found?.live.want(wanted),
          tell: (text) => {
            if (said.has(text)) return;
            said.add(text);
            Notification.warning(`VectorGate: ${text}`, { autoClose: 8_000 });
          },
        });
        catalogue = found;
        if (gate !== null && live !== undefined)
          new LiveLines({
            ...{ gate, live, ...all },
            compare: (path) => void app.commands.execute(compareLiveId, { path }),
          });
        const prefer = (): void => void all.editors.prefer(policySettings.preferences).catch(() => undefined);
        policySettings.changed.connect(prefer);
        void policySettings.ready.then(prefer);
        found?.changed.connect(() => problems.tell());
        found?.follow((document) => void all.editors.setLive(document));
        return all;
      });
      return begun;
    };
    let traffic = (): void => undefined;
    const look = (widget: IDocumentWidget<FileEditor>): void => {
      const { path } = widget.context;
      if (!isLanguagePath(path)) return;
      void editing().then(({ editors }) => {
        editors.add(widget);
        if (isPolicyPath(path)) traffic();
      });
    };
    const watch = (widget: IDocumentWidget<FileEditor>): void => {
      look(widget);
      widget.context.pathChanged.connect(() => look(widget));
    };
    tracker.forEach(watch);
    tracker.widgetAdded.connect((_, widget) => watch(widget));
    const open = (path: string, line: number): void => void openAt(app, path, line);
    addTests({ app, tracker, editing, palette, open });
    if (gate !== null)
      traffic = feedTraffic({
        gate,
        settings: policySettings,
        shown,
        say: async (told) => (await begun)?.editors.traffic(told),
      });
    addPolicyCommands({
      ...{ app, gate, open, tracker, editing, palette, launcher, browser, live, languages },
      settings: policySettings,
    });
    // It is handed only what it says that it can do; the registry's type has no word for that.
    outlines?.add(new PolicyOutline(tracker, editing) as unknown as TableOfContents.IFactory);
    app.commands.addCommand(refreshCatalogueId, {
      label: 'Policy: refresh catalogue',
      caption: 'Ask the gateway again which collections, fields and groups there are',
      isEnabled: () => gate?.model.status?.signedIn === true,
      execute: async () => {
        await editing();
        await catalogue?.live.refresh();
      },
    });
    palette?.addItem({ command: refreshCatalogueId, category: 'VectorGate' });
    gate?.model.changed.connect(() => app.commands.notifyCommandChanged(refreshCatalogueId));
    gate?.panel.addSection(problems.changed, () =>
      policiesView(problems, {
        open,
        catalogue: catalogue?.words,
        refresh: () => void catalogue?.live.refresh(),
      }),
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
