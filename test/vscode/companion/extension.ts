import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** Writes into the workspace what it was given when it asked. */
async function ask(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const said = await vscode.authentication.getSession('vectorgate', ['openid'], { createIfNone: true }).then(
    ({ account, accessToken }) => ({ account: account.label, token: accessToken }),
    (error: unknown) => ({ refused: String(error) }),
  );
  // Renamed into place, so that nobody reads half of it.
  await writeFile(join(folder, 'companion.part'), JSON.stringify(said));
  await rename(join(folder, 'companion.part'), join(folder, 'companion.json'));
}

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(vscode.commands.registerCommand('companion.ask', ask));
}
