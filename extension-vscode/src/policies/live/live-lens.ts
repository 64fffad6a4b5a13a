import {
  type Comparing,
  FileComparisons,
  fileStanding,
  type Live,
  type LivePolicies,
  liveWords,
} from '@vectorgate/policy-schema/live-policies';
import * as vscode from 'vscode';
import { runAnalysis } from '../analysis/run-analysis.ts';
import { unsavedTexts } from '../analysis/unsaved-texts.ts';

/** Milliseconds without a keystroke after which a file is compared anew. */
const pause = 600;

const isOfSet = (path: string): boolean =>
  /\.policy\.(ya?ml|json)$/.test(path) || /[\\/]vectorgate\.yaml$/.test(path);

/** The line above a policy file: what the gateway has in force, and how many of the file's rules are others there. */
export class LiveLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #policies: LivePolicies;
  readonly #extensionPath: string;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #comparisons: FileComparisons;
  readonly #subscriptions: readonly { dispose(): unknown }[];

  constructor(policies: LivePolicies, extensionPath: string) {
    this.#policies = policies;
    this.#extensionPath = extensionPath;
    this.#comparisons = new FileComparisons({
      pause,
      failed: 'unknown',
      changed: () => this.#changed.fire(),
    });
    const setChanged = ({ scheme, path }: vscode.Uri): void => {
      if (scheme !== 'file' || !isOfSet(path)) return;
      this.#comparisons.setChanged();
      this.#changed.fire();
    };
    const files = vscode.workspace.createFileSystemWatcher('**/{*.policy.{yaml,yml,json},vectorgate.yaml}');
    this.#subscriptions = [
      policies.onDidChange(() => this.#changed.fire()),
      files,
      files.onDidChange(setChanged),
      files.onDidCreate(setChanged),
      files.onDidDelete(setChanged),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) setChanged(document.uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#comparisons.forget(uri.toString());
        // What was written in it and not saved is gone.
        setChanged(uri);
      }),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (document.uri.scheme !== 'file') return [];
    const { live } = this.#policies;
    if (live === undefined) {
      void this.#policies.look();
      return [];
    }
    const { uri } = document;
    const standing = fileStanding(
      { file: uri.toString(), path: uri.fsPath, text: document.getText() },
      live,
      this.#comparisons,
      () => this.#compare(document, live),
    );
    const command: vscode.Command =
      live.files === undefined
        ? { title: liveWords(live, standing), command: '' }
        : {
            title: liveWords(live, standing),
            command: 'vectorgate.diffLive',
            tooltip: 'Compare with what the gateway has in force',
            arguments: [document.uri],
          };
    return [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command)];
  }

  dispose(): void {
    this.#comparisons.dispose();
    for (const one of this.#subscriptions) one.dispose();
    this.#changed.dispose();
  }

  #compare(document: vscode.TextDocument, { files = [] }: Live): Comparing {
    const { done, end } = runAnalysis({
      extensionPath: this.#extensionPath,
      task: {
        kind: 'drift',
        file: document.uri.fsPath,
        workspace: vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath,
        unsaved: unsavedTexts(),
        base: { from: 'files', name: 'live', files },
        nonce: '',
        period: '',
      },
    });
    return {
      done: done.then((result) => ('drift' in result ? { rules: result.drift } : 'unknown')),
      end,
    };
  }
}
