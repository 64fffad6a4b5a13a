import { basename } from 'node:path';
import { type LivePolicies, liveFileOf } from '@vectorgate/policy-schema/live-policies';
import * as vscode from 'vscode';

const scheme = 'vectorgate-live';

/** Opens a file beside what the gateway has in force of it. Disposing ends what gives those texts. */
export class LiveTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #policies: LivePolicies;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: readonly { dispose(): unknown }[];

  constructor(policies: LivePolicies) {
    this.#policies = policies;
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      policies.onDidChange(() => {
        for (const { uri } of vscode.workspace.textDocuments)
          if (uri.scheme === scheme) this.#changed.fire(uri);
      }),
    ];
  }

  provideTextDocumentContent({ path }: vscode.Uri): string {
    const file = this.#policies.live?.files?.find((one) => `/${one.path}` === path);
    return file?.text ?? '';
  }

  /** Where the text of a policy in force is read, by the gateway's own name for it; undefined where it is not told. */
  async textOf(file: string): Promise<vscode.Uri | undefined> {
    await this.#policies.look();
    const path = file.replace(/^\.?\//, '');
    return this.#policies.live?.files?.some((one) => one.path === path)
      ? vscode.Uri.from({ scheme, path: `/${path}` })
      : undefined;
  }

  /** Shows how a file differs; says so when the gateway has none that it could be. */
  async diff(uri: vscode.Uri): Promise<void> {
    await this.#policies.look();
    const { live } = this.#policies;
    if (live?.files === undefined) {
      void vscode.window.showInformationMessage(
        'VectorGate: the policies in force are shown to policy readers who are signed in. policyReaders in the gateway’s vectorgate.yaml names their groups.',
      );
      return;
    }
    const file = liveFileOf(live.files, uri.fsPath);
    if (file === undefined) {
      void vscode.window.showInformationMessage(
        `VectorGate: the gateway has no policy file ${basename(uri.fsPath)} in force.`,
      );
      return;
    }
    const title = `${basename(uri.fsPath)} (live ↔ here)`;
    await vscode.commands.executeCommand(
      'vscode.diff',
      vscode.Uri.from({ scheme, path: `/${file.path}` }),
      uri,
      title,
    );
  }

  dispose(): void {
    for (const one of this.#subscriptions) one.dispose();
    this.#changed.dispose();
  }
}
