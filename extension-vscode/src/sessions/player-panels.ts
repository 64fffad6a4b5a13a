import { randomBytes } from 'node:crypto';
import { linkTo, type SessionPlace } from '@vectorgate/client/session-link';
import type { SavedSearches } from '@vectorgate/policy-schema/records-query';
import type { AskGateway, ExportOf, NoteDraft, TodayAnswer } from '@vectorgate/replay-ui/host';
import * as vscode from 'vscode';
import type { PageSandboxes } from '../sandbox/page-sandbox-messages.ts';
import { PageTalk } from './page-talk.ts';
import { fromPlayer, type ShownPlace, shownPlace, type ToPlayer } from './player-messages.ts';
import { replayPage } from './replay-page.ts';
import { replayProblem } from './replay-problem.ts';

/** What players ask of the extension. */
export interface PlayerWorld {
  /** The gateway as the person who is signed in. Rejects with a `ReplayError`. */
  readonly ask: AskGateway;
  /** What today's policies say of a record. */
  readonly today: (record: string) => Promise<readonly TodayAnswer[]>;
  /** Opens a policy test that is made of a record. */
  readonly makeTest: (record: string) => Promise<void>;
  /** Writes a note beside a session. */
  readonly note: (session: string, note: NoteDraft) => Promise<unknown>;
  /** Takes records away as a file; asks what of them, masked how and where to. */
  readonly exportRecords: (of: ExportOf) => Promise<void>;
  /** Searches that this person keeps. */
  readonly searches: {
    read(): Promise<SavedSearches>;
    keep(name: string, query: string): Promise<unknown>;
    drop(name: string): Promise<unknown>;
  };
  readonly sandboxes: PageSandboxes;
  readonly reviewer: boolean;
  /** Connections on which rules let this person review. */
  readonly reviews: readonly string[];
  readonly gateway: string;
  /** Settles once it is known who is signed in, if anybody is. */
  known(): Promise<void>;
}

interface Open {
  readonly panel: vscode.WebviewPanel;
  /** Where it opens. */
  readonly place: ShownPlace;
  readonly talk: PageTalk;
}

export const playerType = 'vectorgate.session';

/** Opens players: one for each session, brought forward when it is open already. */
export class PlayerPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #world: PlayerWorld;
  readonly #open = new Map<string, Open>();
  #active: Open | undefined;

  constructor(context: vscode.ExtensionContext, world: PlayerWorld) {
    this.#context = context;
    this.#world = world;
  }

  /** Copies a link to the step that the player shows which somebody looked at last. */
  copyLink(): void {
    this.#active?.talk.say({ kind: 'copy-link' });
  }

  /** The session of the player that somebody looked at last; undefined where none is open. */
  get session(): string | undefined {
    const place = this.#active?.place;
    return place !== undefined && 'session' in place ? place.session : undefined;
  }

  /**
   * Has the page that somebody looked at last export what it shows: what is looked for there is known to the page alone.
   * @returns false where none is open
   */
  exportShown(): boolean {
    if (this.#active === undefined) return false;
    this.#active.talk.say({ kind: 'export-shown' });
    return true;
  }

  linkTo(place: SessionPlace): string {
    return linkTo(vscode.env.uriScheme, this.#context.extension.id, place);
  }

  /** Shows a session, or what a query finds with the player beside it: one page for all of those. */
  show(place: ShownPlace): void {
    const open = this.#open.get(keyOf(place));
    if (open !== undefined) {
      open.panel.reveal(undefined, false);
      open.talk.say({ kind: 'go', place });
      return;
    }
    this.#run(
      vscode.window.createWebviewPanel(playerType, titleOf(place), vscode.ViewColumn.Active, {
        // A player that was left for another tab is where it was when one comes back.
        retainContextWhenHidden: true,
      }),
      place,
    );
  }

  /** Shows a session, and lets somebody choose the one to compare it with. */
  compare(place: SessionPlace): void {
    this.show(place);
    this.#open.get(keyOf(place))?.talk.say({ kind: 'choose-other' });
  }

  /** After a reload of the window. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const place = shownPlace(state);
    if (place === undefined) panel.dispose();
    else this.#run(panel, place);
  }

  /** Closes all of them. */
  close(): void {
    for (const { panel } of [...this.#open.values()]) panel.dispose();
  }

  dispose(): void {
    this.close();
  }

  #run(panel: vscode.WebviewPanel, place: ShownPlace): void {
    const { webview } = panel;
    const open: Open = { panel, place, talk: new PageTalk((message) => webview.postMessage(message)) };
    const key = keyOf(place);
    const dist = vscode.Uri.joinPath(this.#context.extensionUri, 'dist');
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const icon = (theme: 'light' | 'dark'): vscode.Uri =>
      vscode.Uri.joinPath(this.#context.extensionUri, 'media', `gate-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    webview.onDidReceiveMessage((message: unknown) => void this.#heard(open, message));
    panel.onDidChangeViewState(() => {
      if (panel.active) this.#active = open;
    });
    const stop = this.#world.sandboxes.tell((message) => open.talk.say(message));
    panel.onDidDispose(() => {
      stop();
      this.#open.delete(key);
      if (this.#active === open) this.#active = undefined;
    });
    this.#open.set(key, open);
    this.#active = open;
    webview.html = replayPage({
      script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'player.js')).toString(),
      nonce: randomBytes(16).toString('base64url'),
      title: titleOf(place),
    });
  }

  async #heard(open: Open, message: unknown): Promise<void> {
    const said = fromPlayer(message);
    const { talk } = open;
    switch (said?.kind) {
      case 'ready':
        return talk.begin(() => this.#beginning(open.place));
      case 'ask':
        return this.#answer(talk, said.id, this.#world.ask(said.path));
      case 'today':
        return this.#answer(talk, said.id, this.#world.today(said.record));
      case 'note': {
        const { session, text, record } = said;
        const note = { text, ...(record !== undefined && { record }) };
        return this.#answer(talk, said.id, this.#world.note(session, note));
      }
      case 'make-test':
        return this.#answer(talk, said.id, this.#world.makeTest(said.record));
      case 'export':
        return this.#answer(talk, said.id, this.#world.exportRecords(said.of));
      case 'searches':
        return this.#answer(talk, said.id, this.#world.searches.read());
      case 'keep-search':
        return this.#answer(talk, said.id, this.#world.searches.keep(said.name, said.query));
      case 'drop-search':
        return this.#answer(talk, said.id, this.#world.searches.drop(said.name));
      case 'copy':
        await vscode.env.clipboard.writeText(said.text);
        vscode.window.setStatusBarMessage('VectorGate: copied', 2_000);
        return;
      case 'open-rule':
        await vscode.commands.executeCommand('vectorgate.openPolicy', said.file, said.line);
        return;
      case 'sandbox':
        return this.#world.sandboxes.do(said);
      case 'open-session':
        this.show(said);
    }
  }

  /** What a page is told first, once it is known who is signed in. */
  async #beginning(place: ShownPlace): Promise<ToPlayer> {
    await this.#world.known();
    const { reviewer, reviews, gateway } = this.#world;
    const source = URL.parse(gateway)?.host ?? gateway;
    const link = linkTo(vscode.env.uriScheme, this.#context.extension.id, { session: '' });
    const { standings: sandboxes } = this.#world.sandboxes;
    return { kind: 'begin', place, reviewer, reviews, source, link, sandboxes };
  }

  #answer(talk: PageTalk, id: number, asked: Promise<unknown>): Promise<void> {
    return talk.answer(
      asked.then(
        (value): ToPlayer => ({ kind: 'answer', id, value }),
        (error: unknown): ToPlayer => {
          const { code, message, remedy } = replayProblem(error, this.#world.gateway);
          return { kind: 'failed', id, code, message, remedy };
        },
      ),
    );
  }
}

const keyOf = (place: ShownPlace): string => ('session' in place ? place.session : '');

const titleOf = (place: ShownPlace): string =>
  'session' in place ? `Session ${place.session.slice(-6)}` : 'Records';
