import * as vscode from 'vscode';
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
    const state =
      (node.children?.length ?? 0) === 0
        ? vscode.TreeItemCollapsibleState.None
        : node.open
          ? vscode.TreeItemCollapsibleState.Expanded
          : vscode.TreeItemCollapsibleState.Collapsed;
    const item = new vscode.TreeItem(node.label, state);
    item.id = node.id;
    if (node.description !== undefined) item.description = node.description;
    if (node.tooltip !== undefined) item.tooltip = new vscode.MarkdownString(node.tooltip, true);
    if (node.icon !== undefined)
      item.iconPath = new vscode.ThemeIcon(
        node.icon,
        node.colour ? new vscode.ThemeColor(node.colour) : undefined,
      );
    if (node.context !== undefined) item.contextValue = node.context;
    if (node.spoken !== undefined) item.accessibilityInformation = { label: node.spoken };
    if (node.command !== undefined)
      item.command = {
        command: node.command.name,
        title: node.command.title,
        arguments: [...node.command.args],
      };
    return item;
  }
}
