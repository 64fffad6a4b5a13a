import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { problemOf } from '../gate/problem-of.ts';
import { decisionPage, decisionTroublePage } from './decision-page.ts';
import { readDecision } from './decision-view.ts';

type Answer = Readonly<Record<string, unknown>>;

/** Opens the pages of decisions: one for each, brought forward when it is open already. */
export class DecisionPanels implements vscode.Disposable {
  readonly #record: (id: string) => Promise<Answer>;
  readonly #open = new Map<string, vscode.WebviewPanel>();

  constructor(record: (id: string) => Promise<Answer>) {
    this.#record = record;
  }

  async show(id: string): Promise<void> {
    const panel = this.#open.get(id) ?? this.#create(id);
    panel.reveal(undefined, false);
    const html = await this.#page(id);
    // Closed by then: what one person asked for is not shown to the next.
    if (this.#open.get(id) === panel) panel.webview.html = html;
  }

  /** Closes all of them. */
  close(): void {
    for (const panel of [...this.#open.values()]) panel.dispose();
  }

  dispose(): void {
    this.close();
  }

  async #page(id: string): Promise<string> {
    const nonce = randomBytes(16).toString('base64url');
    try {
      return decisionPage(readDecision(await this.#record(id)), nonce);
    } catch (error) {
      const { message, next } = problemOf(error);
      return decisionTroublePage(message, next, nonce);
    }
  }

  #create(id: string): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      'vectorgate.decision',
      `Decision ${id.slice(0, 10)}…`,
      // All decisions in one column beside the notebook, not each in a further one.
      { viewColumn: [...this.#open.values()].at(-1)?.viewColumn ?? vscode.ViewColumn.Beside },
      {
        enableScripts: false,
        enableCommandUris: [
          'vectorgate.copyDecisionId',
          'vectorgate.makePolicyTest',
          'vectorgate.openPolicy',
          'vectorgate.openSession',
        ],
        localResourceRoots: [],
      },
    );
    panel.onDidDispose(() => this.#open.delete(id));
    this.#open.set(id, panel);
    return panel;
  }
}
