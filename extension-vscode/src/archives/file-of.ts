import * as vscode from 'vscode';
import type { ArchiveFile } from './archive-messages.ts';

/** A file on this machine's disk is read by its thread alone; others by the editor. */
export async function fileOf(uri: vscode.Uri): Promise<ArchiveFile> {
  return uri.scheme === 'file' ? { path: uri.fsPath } : { bytes: await vscode.workspace.fs.readFile(uri) };
}
