import type { ILayoutRestorer, IRouter, JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard, type ICommandPalette, type IThemeManager, WidgetTracker } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { placeOfSearch } from '@vectorgate/client/session-link';
import type { ReplayHost } from '@vectorgate/replay-ui/host';
import type { GateModel } from '../gate-model.ts';
import { isKnown } from '../is-known.ts';
import { onOtherPerson } from '../on-other-person.ts';
import type { LabSandboxes } from '../sandbox/lab-sandboxes.ts';
import type { ServerClient } from '../server/server-client.ts';
import { labHost } from './lab-host.ts';
import { RuleOpener } from './open-rule.ts';
import { type PlayerPlace, placeOfArguments } from './player-place.ts';
import { linkPattern, withoutPlace } from './session-link.ts';
import { PlayerWidget, SessionListWidget, type SessionWidget, type WidgetParts } from './session-widgets.ts';
import { openPolicies } from './today/open-policies.ts';

export const sessionCommands = {
  open: 'vectorgate:open-session',
  list: 'vectorgate:list-sessions',
  /** What JupyterLab opens again after a reload; in no menu. */
  restore: 'vectorgate:restore-sessions',
} as const;

/** What sessions need of the application; what is not there is done without. */
export interface SessionsParts {
  readonly app: JupyterFrontEnd;
  readonly client: ServerClient;
  readonly model: GateModel;
  readonly sandboxes: LabSandboxes;
  readonly palette: ICommandPalette | null;
  readonly themes: IThemeManager | null;
  readonly documents: IDocumentManager | null;
  readonly router: IRouter | null;
  readonly restorer: ILayoutRestorer | null;
  /** Its folder is where new files are made. */
  readonly browser: IDefaultFileBrowser | null;
  /** Where they open: Notebook has room for one document in its main area. */
  readonly area: 'main' | 'down';
}

/** Adds the commands, the players and links to them. @returns what opens them, and the host of all elements */
export function registerSessions(parts: SessionsParts) {
  const { app, model, documents, router, restorer } = parts;
  const { commands, shell } = app;
  const tracker = new WidgetTracker<SessionWidget>({ namespace: 'vectorgate-sessions' });
  const openSession = (session: string, record?: string): void =>
    void commands.execute(sessionCommands.open, { session, ...(record !== undefined && { record }) });
  const rules = documents === null ? undefined : new RuleOpener({ ...parts, documents });
  const host = (): ReplayHost =>
    labHost({
      ...parts,
      copy: (text) => Clipboard.copyToSystem(text),
      openSession,
      openRule: rules === undefined ? undefined : (file, line) => void rules.show(file, line),
      decideHere: async (asked, named) => {
        const { decideHere } = await import('./today/decide-here.ts');
        return decideHere(app.serviceManager.contents, openPolicies(app), asked, named);
      },
      exportRecords: async (of) =>
        (await import('./export/export-records.ts')).exportRecords(of, {
          contents: app.serviceManager.contents,
          commands,
          browser: parts.browser,
          ask: (...asked) => parts.client.export(...asked),
          copy: (text) => Clipboard.copyToSystem(text),
        }),
      makeTest:
        documents === null
          ? undefined
          : async (record) =>
              (await import('./make-policy-test.ts')).makePolicyTest(
                app.serviceManager.contents,
                commands,
                parts.browser?.model.path ?? '',
                record,
              ),
    });
  /** After a reload a widget is there before anybody knows who looks; once that is nobody, it is closed. */
  const hostOnceKnown = async (): Promise<ReplayHost> => {
    await isKnown(model);
    if (!signedIn()) closeAll();
    return host();
  };
  const show = (id: string, make: () => SessionWidget): SessionWidget => {
    const before = tracker.find((widget) => widget.id === id);
    const widget = before ?? make();
    if (before === undefined) {
      widget.content.toggleClass('vg-mod-below', parts.area === 'down');
      shell.add(widget, parts.area, { type: 'VectorGate' });
      void tracker.add(widget);
    }
    shell.activateById(widget.id);
    return widget;
  };
  // What somebody was shown is nobody else's to see.
  const closeAll = (): void => {
    const open: SessionWidget[] = [];
    tracker.forEach((widget) => {
      open.push(widget);
    });
    for (const widget of open) widget.dispose();
  };
  const signedIn = (): boolean => model.status?.signedIn === true;

  const shown: WidgetParts = { host: hostOnceKnown, moved: (widget) => void tracker.save(widget) };
  const showPlayer = (place: PlayerPlace): void => {
    const widget = show(PlayerWidget.idOf(place.session), () => new PlayerWidget(place, shown));
    if (widget instanceof PlayerWidget) widget.goTo(place.record);
  };
  const showList = (place?: PlayerPlace): void => {
    show(SessionListWidget.id, () => new SessionListWidget(place, shown));
  };

  commands.addCommand(sessionCommands.open, {
    label: 'VectorGate: open recorded session',
    isEnabled: signedIn,
    execute: (args) => {
      const place = placeOfArguments(args);
      if (place !== undefined) showPlayer(place);
    },
  });
  commands.addCommand(sessionCommands.list, {
    label: 'VectorGate: recorded sessions',
    isEnabled: signedIn,
    execute: () => showList(),
  });
  commands.addCommand(sessionCommands.restore, {
    execute: (args) => {
      const place = placeOfArguments(args);
      if (args.list === true) showList(place);
      else if (place !== undefined) showPlayer(place);
    },
  });
  // Ids alone lie in JupyterLab's own state, nothing of what was looked for or shown.
  void restorer?.restore(tracker, {
    command: sessionCommands.restore,
    name: ({ id }) => id,
    args: (widget) => ({ ...widget.place, ...(widget instanceof SessionListWidget && { list: true }) }),
  });
  parts.palette?.addItem({ command: sessionCommands.list, category: 'VectorGate' });

  onOtherPerson(model, closeAll);
  if (router !== null) openLinks(app, router, model, openSession);
  return { openSession, listSessions: () => void commands.execute(sessionCommands.list), host };
}

/** Opens the place that JupyterLab's own address names, once somebody is signed in. */
function openLinks(
  app: JupyterFrontEnd,
  router: IRouter,
  model: GateModel,
  open: (session: string, record?: string) => void,
): void {
  const command = 'vectorgate:open-link';
  app.commands.addCommand(command, {
    execute: () => {
      const { path, search, hash } = router.current;
      const place = placeOfSearch(search ?? '');
      if (place === undefined) return;
      const rest = `${path}${withoutPlace(search ?? '')}${hash ?? ''}`;
      // The place is opened once, not with each reload.
      router.navigate(rest, { skipRouting: true });
      const ready = (): void => {
        if (model.status?.signedIn !== true) return;
        model.changed.disconnect(ready);
        void app.restored.then(() => open(place.session, place.record));
      };
      model.changed.connect(ready);
      ready();
    },
  });
  router.register({ command, pattern: linkPattern });
}
