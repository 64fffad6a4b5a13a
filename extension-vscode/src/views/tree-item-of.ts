import * as vscode from 'vscode';
import { shownNode } from './shown-node.ts';
import type { ViewNode } from './view-node.ts';

const stateOf = ({ children = [], lazy, open }: ViewNode): vscode.TreeItemCollapsibleState => {
  if (!lazy && children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return open ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
};

/** A node as the editor draws it. */
export function treeItemOf(told: ViewNode): vscode.TreeItem {
  const node = shownNode(told);
  const item = new vscode.TreeItem(node.label, stateOf(node));
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
