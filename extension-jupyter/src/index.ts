import {
  ILabShell,
  ILayoutRestorer,
  IRouter,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from '@jupyterlab/application';
import { Clipboard, ICommandPalette, IThemeManager, Notification } from '@jupyterlab/apputils';
import { IConsoleTracker } from '@jupyterlab/console';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { IStatusBar } from '@jupyterlab/statusbar';
import { archivesPlugin } from './archives/archives-plugin.ts';
import { decisionCards } from './decisions/decision-cards.ts';
import { noticeFactory } from './decisions/notice-output.ts';
import { type DrawDecision, refusalFactory } from './decisions/refusal-output.ts';
import { GateModel } from './gate-model.ts';
import { type Gate, IGate } from './gate-token.ts';
import { HealKernels } from './heal-kernels.ts';
import { GatePanel } from './panel/gate-panel.ts';
import { policiesPlugin } from './policies/policies-plugin.ts';
import { restartKernel } from './restart-kernel.ts';
import { LabSandboxes } from './sandbox/lab-sandboxes.ts';
import { LedKernels } from './sandbox/led-kernels.ts';
import { ServerClient } from './server/server-client.ts';
import { registerSessions } from './sessions/register-sessions.ts';
import { StatusItem } from './status-item.ts';

const commandIds = {
  signIn: 'vectorgate:sign-in',
  signOut: 'vectorgate:sign-out',
  showPanel: 'vectorgate:show-panel',
} as const;

function addCommands(
  app: JupyterFrontEnd,
  model: GateModel,
  panel: GatePanel,
  palette: ICommandPalette | null,
) {
  const { commands } = app;
  commands.addCommand(commandIds.signIn, {
    label: 'VectorGate: sign in',
    isEnabled: () => model.status?.configured === true && !model.status.signedIn,
    execute: () => model.beginSignIn(),
  });
  commands.addCommand(commandIds.signOut, {
    label: 'VectorGate: sign out',
    isEnabled: () => model.status?.signedIn === true,
    execute: () => model.signOut(),
  });
  commands.addCommand(commandIds.showPanel, {
    label: 'VectorGate: show panel',
    execute: async () => {
      // The palette hands the focus back to the document once this function returned; ours comes after.
      await null;
      app.shell.activateById(panel.id);
    },
  });
  for (const command of Object.values(commandIds)) palette?.addItem({ command, category: 'VectorGate' });
  model.changed.connect(() => {
    commands.notifyCommandChanged();
  });
}

/** Sign-in, panel and status bar, and kernels that find their way. Works in JupyterLab and Notebook. */
const plugin: JupyterFrontEndPlugin<Gate> = {
  id: '@vectorgate/jupyterlab:plugin',
  description: 'Signs in to VectorGate and shows what is governed.',
  autoStart: true,
  provides: IGate,
  optional: [
    ILabShell,
    ICommandPalette,
    IStatusBar,
    INotebookTracker,
    IConsoleTracker,
    IRenderMimeRegistry,
    IThemeManager,
    IDocumentManager,
    IRouter,
    IDefaultFileBrowser,
    ILayoutRestorer,
  ],
  activate: (
    app: JupyterFrontEnd,
    labShell: ILabShell | null,
    palette: ICommandPalette | null,
    statusBar: IStatusBar | null,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    rendermime: IRenderMimeRegistry | null,
    themes: IThemeManager | null,
    documents: IDocumentManager | null,
    router: IRouter | null,
    browser: IDefaultFileBrowser | null,
    restorer: ILayoutRestorer | null,
  ) => {
    const settings = app.serviceManager.serverSettings;
    const client = new ServerClient(settings);
    const model = new GateModel(client);
    const led = new LedKernels((text) => Notification.warning(text, { autoClose: false }));
    const sandboxes = new LabSandboxes({
      server: client.sandboxes,
      runOf: async (session) => {
        const { records } = (await client.recorded(`/sessions/${session}`)) as { records: readonly object[] };
        const { runOf } = await import('@vectorgate/client/run-of');
        return runOf(session, records.at(-1), model.status?.who?.identity);
      },
      lead: async (of) =>
        (await import('./sandbox/lead-notebook.ts')).leadNotebook(notebooks, led, () =>
          client.sandboxes.code(of),
        ),
    });
    const sessions = registerSessions({
      app,
      client,
      model,
      sandboxes,
      palette,
      themes,
      documents,
      router,
      restorer,
      browser,
      area: labShell === null ? 'down' : 'main',
    });
    const refresh = () => void model.refresh();
    const signIn = () => void model.beginSignIn();
    const panel = new GatePanel(model, {
      refresh,
      signIn,
      signOut: () => void model.signOut(),
      restart: (kernel) =>
        void restartKernel(kernel, settings, () => led.letGo(kernel.id)).then(refresh, () => {
          Notification.error('The kernel could not be restarted. Restart it from its notebook.', {
            autoClose: 8_000,
          });
        }),
      copy: (text) => Clipboard.copyToSystem(text),
      openSession: sessions.openSession,
      listSessions: sessions.listSessions,
    });
    if (rendermime !== null) {
      const cards = decisionCards(model, sessions.host);
      const draw: DrawDecision = (node, id) => cards.draw(node, id);
      rendermime.addFactory(refusalFactory(draw));
      rendermime.addFactory(noticeFactory(draw));
    }
    app.shell.add(panel, 'left', { rank: 650, type: 'VectorGate' });
    addCommands(app, model, panel, palette);
    if (labShell !== null)
      labShell.layoutModified.connect(() => {
        model.watched = panel.isVisible;
      });
    const item = new StatusItem(model, () =>
      model.status?.configured && !model.status.signedIn && model.problem === undefined
        ? signIn()
        : void app.commands.execute(commandIds.showPanel),
    );
    item.id = 'vectorgate-status';
    // Notebook has no status bar, but a line above the document.
    if (statusBar === null) app.shell.add(item, 'top', { rank: 10_005 });
    else statusBar.registerStatusItem('vectorgate:status', { item, align: 'left', rank: 90 });
    const heal = new HealKernels(client, refresh, led);
    if (notebooks !== null) {
      heal.watchNotebooks(notebooks);
      // A cell that failed may have been refused; the panel shows that at once.
      NotebookActions.executed.connect((_, { success }) => {
        if (!success && panel.isVisible) refresh();
      });
    }
    if (consoles !== null) heal.watchConsoles(consoles);
    app.serviceManager.sessions.runningChanged.connect(refresh);
    return { model, panel, client, sandboxes, openSession: sessions.openSession };
  },
};

export default [plugin, policiesPlugin, archivesPlugin];
