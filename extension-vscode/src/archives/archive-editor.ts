import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ArchiveReply, ArchiveRequest } from '@vectorgate/replay-ui/archive';
import * as vscode from 'vscode';
import { replayPage } from '../sessions/replay-page.ts';
import { type ArchiveFile, fromArchivePage, type ToArchivePage } from './archive-messages.ts';

const viewType = 'vectorgate.archive';
const setting = { section: 'vectorgate', name: 'archiveKeys' } as const;

/**
 * Opens archives of recorded sessions (`.vgsession`). Nothing is asked of a gateway, and nobody need be signed in: the file
 * is read and verified by a thread of its own, which the page asks through the extension.
 */
export class ArchiveEditor implements vscode.CustomReadonlyEditorProvider {
  readonly #context: vscode.ExtensionContext;

  private constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  static register(context: vscode.ExtensionContext): vscode.Disposable {
    return vscode.window.registerCustomEditorProvider(viewType, new ArchiveEditor(context), {
      // An archive that was left for another tab is not read and verified once more.
      webviewOptions: { retainContextWhenHidden: true },
    });
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => {} };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const dist = vscode.Uri.joinPath(this.#context.extensionUri, 'dist');
    const say = (message: ToArchivePage): Thenable<boolean> => webview.postMessage(message);
    let thread: Promise<Worker> | undefined;
    const end = (): void => {
      // One that never started has nothing to end.
      void thread?.then(
        (one) => one.terminate(),
        () => undefined,
      );
      thread = undefined;
    };
    const begin = (): Promise<Worker> => fileOf(uri).then((file) => this.#start(file, say));
    const ask = async (request: ArchiveRequest): Promise<void> => {
      try {
        if (request.kind === 'open') thread ??= begin();
        (await thread)?.postMessage(request);
      } catch (error) {
        end();
        await say({ kind: 'ended', why: error instanceof Error ? error.message : String(error) });
      }
    };
    thread = begin();
    // Told with the question to open it.
    thread.catch(() => undefined);
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.onDidReceiveMessage(async (message: unknown) => {
      const said = fromArchivePage(message);
      switch (said?.kind) {
        case 'ready':
          await say({ kind: 'begin', name: uri.path.split('/').at(-1) ?? '', knownKeys: knownKeys() });
          return;
        case 'request':
          await ask(said.request);
          return;
        case 'close':
          end();
          return;
        case 'copy':
          await vscode.env.clipboard.writeText(said.text);
          vscode.window.setStatusBarMessage('VectorGate: copied', 2_000);
          return;
        case 'keep-key':
          await keepKey(said.key);
      }
    });
    panel.onDidDispose(end);
    webview.html = replayPage({
      script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'archive.js')).toString(),
      nonce: randomBytes(16).toString('base64url'),
      title: 'Archive of recorded sessions',
    });
  }

  #start(file: ArchiveFile, say: (message: ToArchivePage) => void): Worker {
    const thread = new Worker(join(this.#context.extensionPath, 'dist', 'archive-thread.cjs'), {
      workerData: file,
    });
    thread.on('message', (reply: ArchiveReply) => say({ kind: 'reply', reply }));
    thread.on('error', (error) => say({ kind: 'ended', why: error.message }));
    return thread;
  }
}

/** A file on this machine's disk is read by its thread alone; others by the editor. */
async function fileOf(uri: vscode.Uri): Promise<ArchiveFile> {
  return uri.scheme === 'file' ? { path: uri.fsPath } : { bytes: await vscode.workspace.fs.readFile(uri) };
}

function knownKeys(): readonly string[] {
  const value: unknown = vscode.workspace.getConfiguration(setting.section).get(setting.name);
  return Array.isArray(value) ? value.filter((key): key is string => typeof key === 'string') : [];
}

async function keepKey(key: string): Promise<void> {
  const keys = new Set([...knownKeys(), key]);
  await vscode.workspace
    .getConfiguration(setting.section)
    .update(setting.name, [...keys], vscode.ConfigurationTarget.Global);
}
