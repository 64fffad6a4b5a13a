import * as vscode from 'vscode';
import type { KernelEntry } from '../gate/standing.ts';
import { noticeText } from '../words/notice-text.ts';
import { overridingEnvFile } from './overriding-env-file.ts';
import { restartKernel } from './restart-kernel.ts';
import { setStartupCommand } from './startup-setting.ts';
import { type UngovernedWords, ungovernedWords } from './ungoverned-words.ts';

const titles: Readonly<Record<UngovernedWords['actions'][number], string>> = {
  restart: 'Restart kernel',
  'env-file': 'Open the file',
  'startup-command': 'Add a startup command',
};

/**
 * Warns of kernels that are not governed: once for each process, with what repairs it. `restarted` names the notebooks
 * whose kernel was restarted for this.
 */
export class UngovernedNotices {
  readonly #told = new Set<string>();
  readonly #restarted = new Set<string>();
  readonly #forget: (notebook: string) => void;

  /** `forget`: the notebook will have another process soon. */
  constructor(forget: (notebook: string) => void) {
    this.#forget = forget;
  }

  look(kernels: readonly KernelEntry[]): void {
    for (const kernel of kernels) {
      if (kernel.notebook === undefined) continue;
      if (kernel.standing === 'governed' || kernel.standing === 'in a sandbox') {
        this.#restarted.delete(kernel.notebook);
        continue;
      }
      const topic = `${kernel.notebook} ${kernel.pid}`;
      if (this.#told.has(topic)) continue;
      this.#told.add(topic);
      void this.#tell(kernel, vscode.Uri.parse(kernel.notebook, true));
    }
  }

  /** Restarts a notebook's kernel so that it is governed. */
  async restart(notebook: string): Promise<void> {
    this.#restarted.add(notebook);
    this.#forget(notebook);
    await restartKernel(vscode.Uri.parse(notebook, true));
  }

  async #tell(kernel: KernelEntry, notebook: vscode.Uri): Promise<void> {
    const overriding = await overridingEnvFile(notebook);
    const words = ungovernedWords(kernel, {
      overriding,
      restarted: this.#restarted.has(notebook.toString()),
    });
    if (words === undefined) return;
    const chosen = await vscode.window.showWarningMessage(
      noticeText(`VectorGate: ${words.message}`),
      ...words.actions.map((action) => titles[action]),
    );
    const action = words.actions.find((one) => titles[one] === chosen);
    if (action === 'restart') await this.restart(notebook.toString());
    else if (action === 'startup-command') await setStartupCommand(true);
    else if (action === 'env-file' && overriding !== undefined) {
      const at = new vscode.Position(overriding.line - 1, 0);
      await vscode.window.showTextDocument(overriding.uri, { selection: new vscode.Range(at, at) });
    }
  }
}
