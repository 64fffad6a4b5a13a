import { randomBytes } from 'node:crypto';
import type { NextAsked } from '@vectorgate/policy-schema/analyse';
import { periodText } from '@vectorgate/policy-schema/period-text';
import * as vscode from 'vscode';
import { focusMayGo } from '../../questions/focus-may-go.ts';
import { policyLanguage } from '../policy-language.ts';
import type { AnalysisTask, Base } from './messages.ts';
import { troublePage } from './page.ts';
import { pagesOfApi } from './pages-of-api.ts';
import type { RequestList } from './request-list.ts';
import { runAnalysis } from './run-analysis.ts';
import { unsavedTexts } from './unsaved-texts.ts';

type Answer = Readonly<Record<string, unknown>>;

/** What of the gateway's API is asked. */
export interface PolicyReportsApi {
  asked(page: { limit: number; query: string; cursor?: string; all: boolean }): Promise<Answer>;
  policyFiles(): Promise<Answer>;
  me(): Promise<Answer>;
}

export interface PolicyReportsParts {
  readonly extensionPath: string;
  readonly api: () => Promise<PolicyReportsApi>;
  readonly signedIn: () => boolean;
  readonly signIn: () => Promise<boolean>;
  readonly trouble: (topic: string, error: unknown) => Promise<void>;
}

interface Choice extends vscode.QuickPickItem {
  readonly base: () => Promise<Base | undefined>;
}

type ReportKind = 'diff' | 'what-if';

/** What an analysis is about. */
interface Subject {
  readonly document: vscode.TextDocument;
  readonly base: Base;
}

const titles = { diff: 'Permission diff', 'what-if': 'What this change would have done' } as const;

/** Compares the policies that are being edited with others: what people may do, and what was asked lately. */
export class PolicyReports implements vscode.Disposable {
  readonly #parts: PolicyReportsParts;
  readonly #open = new Map<ReportKind, vscode.WebviewPanel>();
  readonly #running = new Set<() => void>();
  /** Another once all was closed: what was begun before is not shown any more. */
  #turn = 0;
  /** What the permission diff that is shown compares. */
  #compared: Subject | undefined;
  /** Of the what-if that is shown, in the order of its page. */
  #lists: readonly RequestList[] = [];
  /** Takes away a list of requests that is shown. */
  #unlist: vscode.CancellationTokenSource | undefined;

  constructor(parts: PolicyReportsParts) {
    this.#parts = parts;
  }

  /** @param rule to tell of this rule alone */
  async show(kind: ReportKind, rule?: AnalysisTask['rule']): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const document = editor?.document.languageId === policyLanguage ? editor.document : undefined;
    if (document === undefined || document.uri.scheme !== 'file') {
      void vscode.window.showInformationMessage('VectorGate: open the policy file that you mean first.');
      return;
    }
    const turn = this.#turn;
    if (kind === 'what-if' && !(await this.#signedIn())) return;
    const choice = await vscode.window.showQuickPick(this.#choices(kind), {
      title: titles[kind],
      placeHolder:
        kind === 'diff' ? 'Compare the policies here with' : 'Decide what was asked again, and compare with',
    });
    if (choice === undefined) return;
    try {
      const base = await choice.base();
      if (base === undefined || turn !== this.#turn) return;
      await this.#run(kind, { document, base }, rule);
    } catch (error) {
      if (turn !== this.#turn) return;
      await this.#parts.trouble(titles[kind].toLowerCase(), error);
    }
  }

  /** Counts for the permission diff that is shown how much was asked lately of each line of it. */
  async weigh(): Promise<void> {
    const compared = this.#compared;
    const turn = this.#turn;
    if (compared === undefined || !(await this.#signedIn()) || turn !== this.#turn) return;
    try {
      await this.#run('weigh', compared);
    } catch (error) {
      if (turn === this.#turn) await this.#parts.trouble(titles.diff.toLowerCase(), error);
    }
  }

  /** Lists all requests that a change of the what-if meets, and opens the one that is chosen. */
  async listRequests(number: unknown): Promise<void> {
    const list = typeof number === 'number' ? this.#lists[number] : undefined;
    if (list === undefined) return;
    const { choices, ...words } = list;
    this.#unlist?.cancel();
    const unlist = new vscode.CancellationTokenSource();
    this.#unlist = unlist;
    const options = { ...words, matchOnDescription: true, ignoreFocusOut: focusMayGo.ignoreFocusOut };
    const chosen = await vscode.window.showQuickPick([...choices], options, unlist.token);
    if (chosen === undefined || unlist.token.isCancellationRequested) return;
    const { session, record } = chosen;
    if (session === '') await vscode.commands.executeCommand('vectorgate.openDecision', record);
    else await vscode.commands.executeCommand('vectorgate.openSession', session, record);
  }

  /** @returns what shows a page in the place of the permission diff, unless all was closed meanwhile; the focus stays where it is */
  diffPage(): (html: string) => void {
    const turn = this.#turn;
    return (html) => {
      if (turn === this.#turn) this.#reveal('diff', html, true);
    };
  }

  /** Closes all pages and ends what is under way. */
  close(): void {
    this.#turn++;
    this.#compared = undefined;
    this.#lists = [];
    this.#unlist?.cancel();
    for (const end of this.#running) end();
    for (const panel of [...this.#open.values()]) panel.dispose();
  }

  dispose(): void {
    this.close();
  }

  async #signedIn(): Promise<boolean> {
    return this.#parts.signedIn() || this.#parts.signIn();
  }

  #choices(kind: ReportKind): readonly Choice[] {
    const revision = (name: string, description: string): Choice => ({
      label: name,
      description,
      base: async () => ({ from: 'revision', revision: name }),
    });
    const live: Choice = {
      label: 'live',
      description: 'the policies that the gateway has in force',
      base: () => this.#live(),
    };
    const other: Choice = {
      label: 'another revision…',
      description: 'a branch, tag or commit',
      base: async () => {
        const named = await vscode.window.showInputBox({
          title: titles[kind],
          prompt: 'A branch, tag or commit of git',
        });
        return named === undefined || named.trim() === ''
          ? undefined
          : { from: 'revision', revision: named.trim() };
      },
    };
    const record: Choice = {
      label: 'what was decided then',
      description: 'whichever policies were in force',
      base: async () => ({ from: 'record' }),
    };
    const revisions = vscode.workspace.isTrusted
      ? [revision('HEAD', 'the last commit'), revision('main', 'the branch'), other]
      : [];
    return kind === 'diff' ? [...revisions, live] : [live, ...revisions, record];
  }

  async #live(): Promise<Base | undefined> {
    if (!(await this.#signedIn())) return undefined;
    const { files } = await (await this.#parts.api()).policyFiles();
    const read = (Array.isArray(files) ? files : []).flatMap((file: { path?: unknown; text?: unknown }) =>
      typeof file?.path === 'string' && typeof file.text === 'string'
        ? [{ path: file.path, text: file.text }]
        : [],
    );
    return { from: 'files', name: 'live', files: read };
  }

  async #run(
    what: ReportKind | 'weigh',
    { document, base }: Subject,
    rule?: AnalysisTask['rule'],
  ): Promise<void> {
    const kind = what === 'weigh' ? 'diff' : what;
    const since = vscode.workspace
      .getConfiguration('vectorgate.policies', document.uri)
      .get('whatIfPeriod', '7d');
    const nonce = randomBytes(16).toString('base64url');
    const turn = this.#turn;
    const task: AnalysisTask = {
      kind: what,
      file: document.uri.fsPath,
      workspace: vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath,
      unsaved: unsavedTexts(),
      base,
      rule,
      nonce,
      period: periodText(since),
    };
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `VectorGate: ${what === 'weigh' ? 'weighing the permission diff' : titles[kind].toLowerCase()}`,
        cancellable: true,
      },
      async (progress, cancelled) => {
        const { api } = this.#parts;
        const stopped = (): boolean => cancelled.isCancellationRequested || turn !== this.#turn;
        const stop = Promise.withResolvers<NextAsked>();
        const pages = pagesOfApi(api, `since:${since}`, stopped);
        let looked = 0;
        const { done, end } = runAnalysis({
          extensionPath: this.#parts.extensionPath,
          task,
          // A page that takes its time keeps nobody from stopping.
          nextPage: () => Promise.race([pages(), stop.promise]),
          onProgress: (requests) => {
            looked = requests;
            progress.report({ message: `${requests.toLocaleString('en')} requests` });
          },
        });
        // Of a what-if is shown what was decided again by then; where that is nothing, or there is no half, it ends at once.
        const isNothing = (): boolean => kind === 'diff' || looked === 0;
        cancelled.onCancellationRequested(() => {
          if (isNothing()) end();
          stop.resolve({ end: 'stopped' });
        });
        this.#running.add(end);
        const result = await done.finally(() => this.#running.delete(end));
        if (turn !== this.#turn || (cancelled.isCancellationRequested && isNothing())) return;
        if ('html' in result) {
          if (kind === 'diff') this.#compared = { document, base };
          else this.#lists = result.lists ?? [];
          this.#reveal(kind, result.html);
        } else if ('trouble' in result) this.#reveal(kind, troublePage(titles[kind], result.trouble, nonce));
      },
    );
  }

  #reveal(kind: ReportKind, html: string, beside = false): void {
    const before = this.#open.get(kind);
    const panel = before ?? this.#create(kind, beside);
    panel.webview.html = html;
    // A new one is shown already; shown once more while it loads, it may stay blank.
    before?.reveal(undefined, beside);
  }

  #create(kind: ReportKind, preserveFocus: boolean): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      `vectorgate.${kind}`,
      titles[kind],
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus },
      {
        enableScripts: false,
        enableCommandUris: [
          'vectorgate.openPolicy',
          'vectorgate.openDecision',
          'vectorgate.openSession',
          'vectorgate.weighDiff',
          'vectorgate.listRequests',
        ],
        localResourceRoots: [],
      },
    );
    panel.onDidDispose(() => this.#open.delete(kind));
    this.#open.set(kind, panel);
    return panel;
  }
}
