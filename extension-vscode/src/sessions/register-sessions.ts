import { placeOfAddress, placeOfText, type SessionPlace } from '@vectorgate/client/session-link';
import type { Facet } from '@vectorgate/policy-schema/records-query';
import {
  askToday,
  type DecideHere,
  type ExportOf,
  type NoteDraft,
  type RecordFacets,
} from '@vectorgate/replay-ui/host';
import * as vscode from 'vscode';
import type { GateModel } from '../gate/gate-model.ts';
import type { registerSandboxes } from '../sandbox/register-sandboxes.ts';
import { PlayerPanels, playerType } from './player-panels.ts';
import { replayProblem } from './replay-problem.ts';
import { chooseSaved, dropSaved, keepSaved, readSaved, saveSearch } from './saved-searches.ts';
import { askForSearch } from './search-box.ts';
import { SessionLists } from './session-lists.ts';
import { SessionsView } from './sessions-view.ts';

/** What recorded sessions need of the rest of the extension. */
export interface SessionsParts {
  readonly model: GateModel;
  readonly sandboxes: ReturnType<typeof registerSandboxes>;
  readonly signedIn: () => boolean;
  /** The gateway's answer to a path that a replay reads. */
  readonly recorded: (path: string) => Promise<unknown>;
  readonly decideHere: DecideHere;
  /** Writes a note beside a session. */
  readonly note: (session: string, note: NoteDraft) => Promise<unknown>;
  /** Takes records away as a file: asks how much of them, masked how and where to. */
  readonly exportRecords: (of: ExportOf) => Promise<void>;
  /** Opens a policy test that is made of a record. Rejects where it cannot be asked for. */
  readonly makeTest: (record: string) => Promise<void>;
  /** Tells what went wrong while something was done that somebody asked for. Resolves once that is not looked at any more. */
  readonly trouble: (topic: string, error: unknown) => Promise<void>;
  /** @returns whether somebody is signed in now */
  readonly signIn: () => Promise<boolean>;
}

/** The view of recorded sessions and their players. */
export interface Sessions extends vscode.Disposable {
  refresh(): void;
  /** Opens the place that one of this extension's addresses names. @returns false when it names none */
  openAddress(path: string, query: string): boolean;
}

/** The name of a saved search, as its line in the view or a command gives it. */
const nameOf = (argument: unknown): string | undefined => {
  if (typeof argument === 'string') return argument;
  return typeof argument === 'object' && argument !== null && 'subject' in argument
    ? String(argument.subject)
    : undefined;
};

const hostOf = (gateway: string): string => URL.parse(gateway)?.host ?? gateway;

/** `ID` or `ID/ID`, as the lines of the view give it. */
const placeOfSubject = (argument: unknown): SessionPlace | undefined => {
  if (typeof argument !== 'object' || argument === null || !('subject' in argument)) return undefined;
  const [session = '', record] = String(argument.subject).split('/');
  return placeOfAddress(`/session/${session}`, record === undefined ? '' : `step=${record}`);
};

/** Resolves once the settings and the kept sign-in were read: a player of the last window opens before that. */
function isReady(model: GateModel): Promise<void> {
  if (model.standing.ready) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = model.onDidChange(() => {
    if (!model.standing.ready) return;
    stop();
    resolve();
  });
  return promise;
}

/** Registers the view, its commands and the players. Nothing is asked of the gateway before somebody looks. */
export function registerSessions(context: vscode.ExtensionContext, parts: SessionsParts): Sessions {
  const { model } = parts;
  const told = (topic: string, work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => parts.trouble(topic, error));
  const world = {
    ask: (path: string) =>
      parts.recorded(path).catch((error: unknown) => {
        throw replayProblem(error, model.standing.gateway);
      }),
    today: (record: string) => askToday(record, world.ask, hostOf(model.standing.gateway), parts.decideHere),
    makeTest: parts.makeTest,
    note: parts.note,
    sandboxes: parts.sandboxes.deskOf(),
    // Told where the questions were asked; the page hears of it at once, and not when the notification is closed.
    exportRecords: (of: ExportOf) =>
      parts.exportRecords(of).catch((error: unknown) => {
        void parts.trouble('exporting records', error);
        throw error;
      }),
    searches: {
      read: readSaved,
      keep: async (name: string, query: string) => {
        await keepSaved(name, query);
        view.refresh({ looked: false });
      },
      drop: async (name: string) => {
        await dropSaved(name);
        view.refresh({ looked: false });
      },
    },
    get reviews() {
      return model.standing.who?.reviews ?? [];
    },
    get signedIn() {
      return parts.signedIn();
    },
    get reviewer() {
      return (model.standing.who?.reviews.length ?? 0) > 0;
    },
    get gateway() {
      return model.standing.gateway;
    },
    saved: readSaved,
    known: async () => {
      await isReady(model);
      if (parts.signedIn() && model.standing.who === undefined) await model.look();
    },
    now: Date.now,
  };
  const view = new SessionsView(new SessionLists(world));
  const players = new PlayerPanels(context, world);

  const open = async (place: SessionPlace): Promise<void> => {
    if (parts.signedIn() || (await parts.signIn())) players.show(place);
  };
  const openSession = async (session: unknown, record: unknown): Promise<void> => {
    const named = placeOfSubject(session);
    if (named !== undefined) return open(named);
    if (typeof session === 'string') {
      const place = placeOfAddress(`/session/${session}`, typeof record === 'string' ? `step=${record}` : '');
      return place && open(place);
    }
    const text = await vscode.window.showInputBox({
      title: 'Open recorded session',
      prompt: 'A link to a step, or the id of a session',
      placeHolder: `${players.linkTo({ session: '01JD8Z6Q4MX3V7H2K9RBT5WYCN' })}`,
      // Links are copied in other windows.
      ignoreFocusOut: true,
      validateInput: (typed) =>
        placeOfText(typed) === undefined
          ? 'A link ends in /session/ and an id; an id has 26 letters and digits.'
          : undefined,
    });
    const place = text === undefined ? undefined : placeOfText(text);
    if (place !== undefined) await open(place);
  };
  const copyStepLink = async (argument: unknown): Promise<void> => {
    const place = placeOfSubject(argument);
    if (place === undefined) return players.copyLink();
    await vscode.env.clipboard.writeText(players.linkTo(place));
    vscode.window.setStatusBarMessage('VectorGate: link copied', 2_000);
  };
  const facets = async (query: string): Promise<readonly Facet[]> => {
    const asked = new URLSearchParams({ query, ...(world.reviewer && { all: '1' }) });
    return ((await world.ask(`/records/facets?${asked}`)) as RecordFacets).facets;
  };

  let searched = '';
  const search = async (query: string): Promise<void> => {
    searched = query;
    view.search(query);
    await vscode.commands.executeCommand('vectorgate.sessions.focus');
  };
  const commands: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
    openSession,
    copyStepLink,
    searchSessions: async () => {
      // A file that cannot be read keeps nobody from searching.
      const saved = await readSaved().catch((error: unknown) => {
        void parts.trouble('reading saved searches', error);
        return {};
      });
      const query = await askForSearch(searched, facets, saved);
      if (query !== undefined) await search(query);
    },
    saveSearch: () =>
      told('saving a search', async () => {
        if (searched === '') {
          void vscode.window.showInformationMessage('VectorGate: search for something first.');
          return;
        }
        const name = await saveSearch(searched);
        if (name === undefined) return;
        vscode.window.setStatusBarMessage(`VectorGate: kept as @${name}`, 4_000);
        view.refresh({ looked: false });
      }),
    runSearch: (argument) =>
      told('running a saved search', async () => {
        const name = nameOf(argument) ?? (await chooseSaved('Run a saved search'));
        const saved = name === undefined ? {} : await readSaved();
        const query = name === undefined ? undefined : saved[name];
        if (query !== undefined) await search(query);
        else if (name !== undefined) view.refresh({ looked: false });
      }),
    dropSearch: (argument) =>
      told('dropping a search', async () => {
        const name = nameOf(argument) ?? (await chooseSaved('Drop a saved search'));
        if (name === undefined) return;
        await dropSaved(name).finally(() => view.refresh({ looked: false }));
        vscode.window.setStatusBarMessage(`VectorGate: nothing is kept as @${name} any more`, 4_000);
      }),
    lookThroughRecords: async () => {
      if (parts.signedIn() || (await parts.signIn())) players.show({ query: searched });
    },
    compareSession: async (argument) => {
      const session = placeOfSubject(argument)?.session ?? players.session;
      if (session === undefined)
        void vscode.window.showInformationMessage('VectorGate: open a recorded session first.');
      else if (parts.signedIn() || (await parts.signIn())) players.compare({ session });
    },
    runInSandbox: async (argument) => {
      const session = placeOfSubject(argument)?.session ?? players.session;
      if (session === undefined)
        void vscode.window.showInformationMessage('VectorGate: open a recorded session first.');
      else if (parts.signedIn() || (await parts.signIn())) {
        players.show({ session });
        parts.sandboxes.sandboxes.start({ session });
      }
    },
    exportSession: (argument) =>
      told('exporting records', async () => {
        const session = placeOfSubject(argument)?.session ?? players.session;
        if (session !== undefined) await parts.exportRecords({ session });
        else if (!players.exportShown())
          void vscode.window.showInformationMessage('VectorGate: open a recorded session first.');
      }),
    exportFound: () =>
      told('exporting records', () => parts.exportRecords({ query: searched, everybody: world.reviewer })),
    showSessions: () => view.search(undefined),
    moreSessions: (list) => view.more(String(list)),
    refreshSessions: () => view.refresh(),
  };
  let who: string | undefined;
  const stop = model.onDidChange(() => {
    const { issuer, subject, reviews } = model.standing.who ?? {};
    const now = subject === undefined ? undefined : `${issuer}:${subject} ${reviews?.join(' ')}`;
    if (now === who) return;
    // What somebody was shown is nobody else's to see.
    if (who !== undefined) {
      players.close();
      if (parts.sandboxes.sandboxes.leaveGateway() > 0)
        void vscode.window.showWarningMessage(
          'VectorGate: the sandboxes over sessions at the gateway have ended, as the sign-in or what it may review changed. Programs in them get no more answers; restart a kernel to lead it back.',
        );
    }
    who = now;
    view.refresh();
  });
  const registered = vscode.Disposable.from(
    view,
    players,
    new vscode.Disposable(stop),
    vscode.window.registerWebviewPanelSerializer(playerType, players),
    ...Object.entries(commands).map(([name, work]) =>
      vscode.commands.registerCommand(`vectorgate.${name}`, work),
    ),
  );
  return {
    refresh: () => view.refresh(),
    openAddress: (path, query) => {
      const place = placeOfAddress(path, query);
      if (place !== undefined) void open(place);
      return place !== undefined;
    },
    dispose: () => registered.dispose(),
  };
}
