import { plainLine } from '@vectorgate/replay-ui/records';
import * as vscode from 'vscode';
import { treeItemOf } from '../views/tree-item-of.ts';
import type { ViewNode } from '../views/view-node.ts';
import type { SessionLists } from './session-lists.ts';

/** What was looked at longer ago than this is asked for again when somebody comes back to the view. */
const staleMilliseconds = 30_000;

/** The tree of recorded sessions in the side view. */
export class SessionsView implements vscode.TreeDataProvider<ViewNode>, vscode.Disposable {
  readonly #lists: SessionLists;
  readonly #view: vscode.TreeView<ViewNode>;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #asked = 0;

  constructor(lists: SessionLists) {
    this.#lists = lists;
    this.#view = vscode.window.createTreeView('vectorgate.sessions', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#view.onDidChangeVisibility(({ visible }) => {
      if (visible && Date.now() - this.#asked > staleMilliseconds) this.refresh({ looked: false });
    });
  }

  getTreeItem(node: ViewNode): vscode.TreeItem {
    return treeItemOf(node);
  }

  async getChildren(node?: ViewNode): Promise<ViewNode[]> {
    this.#asked = Date.now();
    return [...(await this.#lists.children(node))];
  }

  /** Asks for everything anew that is looked at; for what a search for texts found only where somebody wants that. */
  refresh(what: { readonly looked?: boolean } = {}): void {
    this.#lists.forget(what);
    this.#changed.fire(undefined);
  }

  async more(list: string): Promise<void> {
    // What fails here stands in the list at the next look.
    await this.#lists.more(list).catch(() => this.#lists.forget({ looked: false }));
    this.#changed.fire(undefined);
  }

  /** Shows what a query finds; undefined: the sessions again. */
  search(query: string | undefined): void {
    this.#lists.search(query);
    this.#view.description = query === undefined ? '' : plainLine(query) || 'all records';
    void vscode.commands.executeCommand('setContext', 'vectorgate.sessionsSearched', query !== undefined);
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }
}
