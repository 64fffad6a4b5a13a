import { setTimeout } from 'node:timers/promises';
import { isAlive } from '@vectorgate/client/is-alive';
import * as vscode from 'vscode';
import { isJupyter } from '../kernels/is-jupyter.ts';
import { restartKernel } from '../kernels/restart-kernel.ts';
import { labelText } from '../words/label-text.ts';
import { noticeText } from '../words/notice-text.ts';
import { kernelComes } from './kernel-comes.ts';
import { LeadSlot } from './lead-slot.ts';
import {
  cameWords,
  type KnownKernel,
  leftWords,
  notLedWords,
  stillRunsWords,
  waitingWords,
} from './lead-words.ts';
import { sandboxEnvironment } from './sandbox-environment.ts';
import type { Sandboxes, SandboxOf } from './sandboxes.ts';

/** What the ways into a sandbox need of the window. */
export interface ProgramsWindow {
  /** The window's broker leads new terminals and kernels through the shim already. */
  readonly governs: () => boolean;
  /** The kernel of a notebook, as far as is known. */
  readonly kernelOf: (notebook: vscode.Uri) => KnownKernel;
}

/** A kernel that still runs after this was not restarted, in milliseconds. */
const restartTakes = 10_000;

const showKernels = 'Show kernels';

const nameOf = ({ session }: SandboxOf): string => `Sandbox ${session.slice(-6)}`;

/** The PYTHONPATH that terminals would have. */
function terminalPythonPath(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'osx' : 'linux';
  const own = vscode.workspace
    .getConfiguration('terminal.integrated.env')
    .get<Readonly<Record<string, unknown>>>(system)?.PYTHONPATH;
  return typeof own === 'string' ? own : (process.env.PYTHONPATH ?? '');
}

/** Runs programs in the sandboxes of this window: what a person starts in a terminal, and notebooks. */
export class ProgramsInSandbox implements vscode.Disposable {
  readonly #sandboxes: Sandboxes;
  readonly #window: ProgramsWindow;
  readonly #slot = new LeadSlot(process.env);
  /** Kernels that a person has restarted to be followed by one in a sandbox. */
  readonly #replaced = new Set<number>();
  /** Ends the waiting for a kernel. */
  #leading: AbortController | undefined;

  constructor(sandboxes: Sandboxes, window: ProgramsWindow) {
    this.#sandboxes = sandboxes;
    this.#window = window;
  }

  /** Opens a terminal: what is started in it is answered from the recording. */
  openTerminal(of: SandboxOf): void {
    const environment = this.#environment(of);
    if (environment === undefined) return;
    const terminal = vscode.window.createTerminal({
      name: nameOf(of),
      iconPath: new vscode.ThemeIcon('beaker'),
      env: sandboxEnvironment(environment, this.#window.governs() ? undefined : terminalPythonPath()),
      message:
        'VectorGate sandbox: Python programs that are started here are answered from the recording. What takes no PYTHONPATH (python -I, other languages) is not, and reaches the real stores.',
      // After a reload of the window there would be a terminal that leads nowhere.
      isTransient: true,
    });
    terminal.show();
  }

  /** Leads the next kernel that starts here to the sandbox: that of a notebook which somebody chooses. */
  async leadKernel(of: SandboxOf): Promise<void> {
    if (this.#environment(of) === undefined) return;
    const notebook = await chooseNotebook();
    // It may have ended while somebody chose.
    const environment = this.#environment(of);
    if (notebook === undefined) return;
    const name = notebook.uri.path.split('/').at(-1) ?? '';
    if (environment === undefined) {
      void vscode.window.showWarningMessage(noticeText(notLedWords(name)));
      return;
    }
    this.#leading?.abort();
    const leading = new AbortController();
    this.#leading = leading;
    const undo = this.#slot.lead(({ PYTHONPATH = '' }) =>
      sandboxEnvironment(environment, this.#window.governs() ? undefined : PYTHONPATH),
    );
    const waiting = kernelComes(this.#sandboxes, of, leading.signal).finally(undo);
    const known = this.#window.kernelOf(notebook.uri);
    if (typeof known !== 'string') this.#replaced.add(known.pid);
    void this.#restart(notebook.uri, name, known, leading.signal);
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        cancellable: true,
        title: noticeText(waitingWords(name, known)),
      },
      (_, cancelled) => {
        cancelled.onCancellationRequested(() => leading.abort());
        return waiting;
      },
    );
    leading.abort();
    const came = await waiting;
    if (typeof came !== 'string') {
      // Another notebook's came.
      if (typeof known !== 'string' && isAlive(known.pid)) this.#replaced.delete(known.pid);
      // With a press it is shown whole.
      void vscode.window
        .showInformationMessage(noticeText(cameWords(name, came.pid)), showKernels)
        .then((pressed) => {
          if (pressed === showKernels) void vscode.commands.executeCommand('vectorgate.kernels.focus');
        });
      return;
    }
    if (typeof known !== 'string') this.#replaced.delete(known.pid);
    if (came === 'ended') void vscode.window.showWarningMessage(noticeText(notLedWords(name)));
    // Whoever leads anew is told by that.
    else if (this.#leading === leading)
      void vscode.window.showInformationMessage(noticeText(leftWords(name)));
  }

  /** Whether the kernel that follows this one, which is gone, is led or was; told once. */
  takeReplaced(pid: number): boolean {
    return this.#replaced.delete(pid);
  }

  dispose(): void {
    this.#leading?.abort();
  }

  #environment(of: SandboxOf): Readonly<Record<string, string>> | undefined {
    const entry = this.#sandboxes.entry(of);
    return entry?.standing.state === 'ready' ? entry.environment : undefined;
  }

  /**
   * The Jupyter extension asks first, as variables are lost. It is asked also where no kernel is known: one of an earlier window
   * may run. Where none does, nothing happens.
   */
  async #restart(notebook: vscode.Uri, name: string, known: KnownKernel, signal: AbortSignal): Promise<void> {
    try {
      await restartKernel(notebook);
    } catch {
      // Told below by what still runs; where nothing is known, the waiting says what to do.
    }
    if (typeof known === 'string') return;
    // The command ends with the person's answer, and the restart is only beginning.
    await setTimeout(restartTakes, undefined, { signal, ref: false }).catch(() => {});
    if (signal.aborted || !isAlive(known.pid)) return;
    void vscode.window.showWarningMessage(noticeText(stillRunsWords(name, known.pid)));
  }
}

async function chooseNotebook(): Promise<vscode.NotebookDocument | undefined> {
  const notebooks = vscode.workspace.notebookDocuments.filter(isJupyter);
  if (notebooks.length === 0) {
    void vscode.window.showInformationMessage(
      'VectorGate: no notebook is open. Open the one that is to run again, and press "run a notebook in it" once more.',
    );
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(
    notebooks.map((notebook) => ({
      label: labelText(notebook.uri.path.split('/').at(-1) ?? ''),
      description: labelText(vscode.workspace.asRelativePath(notebook.uri)),
      notebook,
    })),
    {
      title: 'Run a notebook in the sandbox',
      placeHolder: 'Its kernel is restarted: variables are lost',
      ignoreFocusOut: true,
    },
  );
  return chosen?.notebook;
}
