import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AskedAgain, DecidedAgain } from '@vectorgate/policy-schema/analyse';
import * as vscode from 'vscode';
import type { AgainTask, FromWorker } from './messages.ts';

const pattern = '**/*.policy.{yaml,yml,json}';
const mostFound = 500;

const pathsOpen = (): string[] => {
  const active = vscode.window.activeTextEditor?.document;
  const tabs = vscode.window.tabGroups.all
    .flatMap(({ tabs: all }) => all)
    .flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : []));
  return [...(active === undefined ? [] : [active.uri]), ...tabs]
    .filter(({ scheme }) => scheme === 'file')
    .map(({ fsPath }) => fsPath);
};

/**
 * Decides a recorded request by the workspace's policies as they stand in the editor, in a thread of its own. `named` are
 * the files of the rules that decided then.
 */
export async function decideHere(
  extensionPath: string,
  asked: AskedAgain,
  named: readonly string[],
): Promise<{ readonly decided: DecidedAgain } | { readonly cannot: string }> {
  const found = await vscode.workspace.findFiles(pattern, '**/node_modules/**', mostFound);
  const task: AgainTask = {
    kind: 'again',
    found: found
      .filter(({ scheme }) => scheme === 'file')
      .map((uri) => ({ path: uri.fsPath, workspace: vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    open: pathsOpen(),
    named,
    unsaved: vscode.workspace.textDocuments
      .filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file')
      .map((one) => ({ path: one.uri.fsPath, text: one.getText() })),
    asked,
  };
  const worker = new Worker(join(extensionPath, 'dist', 'policy-analysis.cjs'), { workerData: task });
  try {
    const said = await new Promise<FromWorker>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    if ('decided' in said) return said;
    return { cannot: 'trouble' in said ? said.trouble : 'The policies here gave no answer.' };
  } finally {
    void worker.terminate();
  }
}
