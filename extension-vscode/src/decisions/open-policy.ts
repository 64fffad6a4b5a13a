import { basename } from 'node:path';
import * as vscode from 'vscode';
import { noticeText } from '../words/notice-text.ts';

/** What the gateway has in force, for whoever may read it. */
export interface PoliciesInForce {
  /** Where its text is read by that name; undefined where it is not told. */
  textOf(file: string): Promise<vscode.Uri | undefined>;
}

/**
 * Opens a policy file at a line (1-based) if the workspace holds it, else as the gateway has it in force, to be read; says so
 * where there is neither.
 */
export async function openPolicy(file: unknown, line: unknown, inForce: PoliciesInForce): Promise<void> {
  if (typeof file !== 'string' || file === '') return;
  // The gateway names it from its own policy folder; here that folder may lie deeper.
  const name = basename(file).replace(/[{}[\]*?,]/g, '?');
  const found = await vscode.workspace.findFiles(`**/${name}`, '**/node_modules/**', 50);
  const place = `/${file.replace(/^\.?\//, '')}`;
  const uri =
    found.find(({ path }) => path.endsWith(place)) ??
    (found.length === 1 ? found[0] : undefined) ??
    (await inForce.textOf(file));
  if (uri === undefined) {
    void vscode.window.showInformationMessage(
      `VectorGate: ${noticeText(file)} is not in this workspace. Open the folder that holds your organisation's policies.`,
    );
    return;
  }
  const at = new vscode.Position(Math.max(0, typeof line === 'number' ? line - 1 : 0), 0);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
}
