import * as vscode from 'vscode';
import { overridesPythonPath } from '../broker/env-file.ts';
import type { OverridingEnvFile } from './ungoverned-words.ts';

/** The `.env` that the Python extension lays over a notebook's environment. */
const envFileOf = (notebook: vscode.Uri): vscode.Uri | undefined => {
  const folder = vscode.workspace.getWorkspaceFolder(notebook);
  if (folder === undefined) return undefined;
  const named = vscode.workspace.getConfiguration('python', notebook).get<string>('envFile') || '.env';
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the setting's own spelling
  const path = named.replace('${workspaceFolder}', folder.uri.path);
  return path.startsWith('/') ? folder.uri.with({ path }) : vscode.Uri.joinPath(folder.uri, path);
};

/** The `.env` of the notebook's folder where it sets PYTHONPATH over the shim's; undefined where none does. */
export async function overridingEnvFile(
  notebook: vscode.Uri,
): Promise<(OverridingEnvFile & { readonly uri: vscode.Uri }) | undefined> {
  const uri = envFileOf(notebook);
  if (uri === undefined) return undefined;
  try {
    const line = overridesPythonPath(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    return line === undefined ? undefined : { uri, line, name: vscode.workspace.asRelativePath(uri) };
  } catch {
    // There is none, which is the usual case.
    return undefined;
  }
}
