import * as vscode from 'vscode';
import { runAnalysis } from '../analysis/run-analysis.ts';
import { unsavedTexts } from '../analysis/unsaved-texts.ts';
import type { LivePolicies } from './live-policies.ts';
import { type FileStanding, type Live, liveFileOf, liveWords } from './live-words.ts';

/** Milliseconds without a keystroke after which a file is compared anew. */
const pause = 600;

interface Compared {
  readonly of: string;
  readonly standing: FileStanding;
}

/** The line above a policy file: what the gateway has in force, and how many of the file's rules are others there. */
export class LiveLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #policies: LivePolicies;
  readonly #extensionPath: string;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #compared = new Map<string, Compared>();
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #subscription: { dispose(): unknown };

  constructor(policies: LivePolicies, extensionPath: string) {
    this.#policies = policies;
    this.#extensionPath = extensionPath;
    this.#subscription = policies.onDidChange(() => this.#changed.fire());
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (document.uri.scheme !== 'file') return [];
    const { live } = this.#policies;
    if (live === undefined) {
      void this.#policies.look();
      return [];
    }
    const standing = this.#standing(document, live);
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
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** What is known of it; while the file is compared, what was known before. */
  #standing(document: vscode.TextDocument, live: Live): FileStanding {
    const key = document.uri.toString();
    const known = this.#compared.get(key);
    const twin = live.files && liveFileOf(live.files, document.uri.fsPath);
    if (live.files === undefined) return 'unknown';
    if (twin?.text === document.getText()) return { same: true };
    const of = `${live.digest} ${document.version}`;
    if (known?.of !== of) this.#later(key, document, live, of, twin === undefined);
    return known?.standing ?? (twin === undefined ? 'not-there' : 'unknown');
  }

  #later(key: string, document: vscode.TextDocument, live: Live, of: string, isNew: boolean): void {
    clearTimeout(this.#waiting.get(key));
    this.#waiting.set(
      key,
      setTimeout(() => {
        this.#waiting.delete(key);
        void this.#compare(document, live).then((standing) => {
          this.#compared.set(key, { of, standing: isNew && standing === 'unknown' ? 'not-there' : standing });
          this.#changed.fire();
        });
      }, pause),
    );
  }

  async #compare(document: vscode.TextDocument, { files = [] }: Live): Promise<FileStanding> {
    const { done } = runAnalysis({
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
    const result = await done.catch(() => undefined);
    return result !== undefined && 'drift' in result ? { rules: result.drift } : 'unknown';
  }
}
