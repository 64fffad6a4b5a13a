import * as vscode from 'vscode';
import { treeItemOf } from './tree-item-of.ts';
import type { ViewNode } from './view-node.ts';

/** Draws nodes in a view. It asks for nothing itself. */
export class NodeTree implements vscode.TreeDataProvider<ViewNode> {
  readonly #nodes: () => readonly ViewNode[];
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #drawn = '';

  constructor(nodes: () => readonly ViewNode[]) {
    this.#nodes = nodes;
  }

  /** Draws again where something reads otherwise now: a redraw costs the focus some screen readers' place. */
  refresh(): void {
    const drawn = JSON.stringify(this.#nodes());
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#changed.fire(undefined);
  }

  getChildren(node?: ViewNode): ViewNode[] {
    return [...(node === undefined ? this.#nodes() : (node.children ?? []))];
  }

  getTreeItem(node: ViewNode): vscode.TreeItem {
    return treeItemOf(node);
  }
}
