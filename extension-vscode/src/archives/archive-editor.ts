import type { ArchiveReply, ArchiveRequest } from '@vectorgate/replay-ui/archive';
import * as vscode from 'vscode';
import type { PageSandboxes } from '../sandbox/page-sandbox-messages.ts';
import { replayPage } from '../sessions/replay-page.ts';
import { fromArchivePage, type ToArchivePage } from './archive-messages.ts';
import type { ArchiveReader, StartReader } from './archive-reader.ts';

const viewType = 'vectorgate.archive';
/** The sandboxes over the archive at an address; undefined where programs cannot be run. */
type SandboxesOf = (archive: string) => PageSandboxes | undefined;

const setting = { section: 'vectorgate', name: 'archiveKeys' } as const;

/**
 * Opens archives of recorded sessions (`.vgsession`). Nothing is asked of a gateway, and nobody need be signed in: the file
 * is read and verified by a thread or worker of its own, which the page asks through the extension.
 */
export class ArchiveEditor implements vscode.CustomReadonlyEditorProvider {
  readonly #dist: vscode.Uri;
  readonly #start: StartReader;
  readonly #sandboxesOf: SandboxesOf;

  private constructor(dist: vscode.Uri, start: StartReader, sandboxesOf: SandboxesOf) {
    this.#dist = dist;
    this.#start = start;
    this.#sandboxesOf = sandboxesOf;
  }

  /** @param dist the folder of what is bundled */
  static register(
    dist: vscode.Uri,
    start: StartReader,
    sandboxesOf: SandboxesOf = () => undefined,
  ): vscode.Disposable {
    return vscode.window.registerCustomEditorProvider(viewType, new ArchiveEditor(dist, start, sandboxesOf), {
      // An archive that was left for another tab is not read and verified once more.
      webviewOptions: { retainContextWhenHidden: true },
    });
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => {} };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const dist = this.#dist;
    const say = (message: ToArchivePage): Thenable<boolean> => webview.postMessage(message);
    const sandboxes = this.#sandboxesOf(uri.toString());
    const stopTelling = sandboxes?.tell((message) => void say(message));
    let reader: Promise<ArchiveReader> | undefined;
    const end = (): void => {
      // One that never started has nothing to end.
      void reader?.then(
        (one) => one.terminate(),
        () => undefined,
      );
      reader = undefined;
    };
    const begin = (): Promise<ArchiveReader> =>
      this.#start(uri, {
        reply: (reply: ArchiveReply) => void say({ kind: 'reply', reply }),
        ended: (why) => void say({ kind: 'ended', why }),
      });
    const ask = async (request: ArchiveRequest): Promise<void> => {
      try {
        if (request.kind === 'open') reader ??= begin();
        (await reader)?.postMessage(request);
      } catch (error) {
        end();
        await say({ kind: 'ended', why: error instanceof Error ? error.message : String(error) });
      }
    };
    reader = begin();
    // Told with the question to open it.
    reader.catch(() => undefined);
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.onDidReceiveMessage(async (message: unknown) => {
      const said = fromArchivePage(message);
      switch (said?.kind) {
        case 'ready':
          await say({
            kind: 'begin',
            name: uri.path.split('/').at(-1) ?? '',
            knownKeys: knownKeys(),
            ...(sandboxes !== undefined && { sandboxes: sandboxes.standings }),
          });
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
        case 'sandbox':
          sandboxes?.do(said);
          return;
        case 'keep-key':
          await keepKey(said.key);
      }
    });
    panel.onDidDispose(() => {
      end();
      stopTelling?.();
    });
    webview.html = replayPage({
      script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'archive.js')).toString(),
      nonce: crypto.randomUUID(),
      title: 'Archive of recorded sessions',
    });
  }
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
