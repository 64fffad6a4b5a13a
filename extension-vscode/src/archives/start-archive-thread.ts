import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { ArchiveFile } from './archive-messages.ts';
import type { StartReader } from './archive-reader.ts';

/** Archives are read by threads of the extension host. */
export const archiveThread =
  (extensionPath: string): StartReader =>
  async (uri, { reply, ended }) => {
    const thread = new Worker(join(extensionPath, 'dist', 'archive-thread.cjs'), {
      workerData: await fileOf(uri),
    });
    thread.on('message', reply);
    thread.on('error', (error) => ended(error.message));
    return thread;
  };

/** A file on this machine's disk is read by its thread alone; others by the editor. */
async function fileOf(uri: vscode.Uri): Promise<ArchiveFile> {
  return uri.scheme === 'file' ? { path: uri.fsPath } : { bytes: await vscode.workspace.fs.readFile(uri) };
}
