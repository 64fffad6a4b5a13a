import * as vscode from 'vscode';
import { injectEnvironment } from '../broker/inject-environment.ts';
import { isJupyter } from '../kernels/is-jupyter.ts';
import { restartKernel } from '../kernels/restart-kernel.ts';
import { labelText } from '../words/label-text.ts';
import { noticeText } from '../words/notice-text.ts';
import { sandboxEnvironment } from './sandbox-environment.ts';
import type { Sandboxes, SandboxOf } from './sandboxes.ts';

/** What the ways into a sandbox need of the window. */
export interface ProgramsWindow {
  /** The window's broker leads new terminals and kernels through the shim already. */
  readonly governs: () => boolean;
  /** Whether a notebook has a kernel here, as far as is known. */
  readonly hasKernel: (notebook: vscode.Uri) => boolean;
}

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
        'VectorGate sandbox: Python programs that are started here are answered from the recording, and no store is asked.',
      // After a reload of the window there would be a terminal that leads nowhere.
      isTransient: true,
    });
    terminal.show();
  }

  /** Leads the next kernel that starts here to the sandbox: that of a notebook which somebody chooses. */
  async leadKernel(of: SandboxOf): Promise<void> {
    const environment = this.#environment(of);
    const notebook = environment === undefined ? undefined : await chooseNotebook();
    if (environment === undefined || notebook === undefined) return;
    this.#leading?.abort();
    const leading = new AbortController();
    this.#leading = leading;
    const name = notebook.uri.path.split('/').at(-1) ?? '';
    const pythonPath = this.#window.governs() ? undefined : (process.env.PYTHONPATH ?? '');
    const undo = injectEnvironment(process.env, sandboxEnvironment(environment, pythonPath));
    const came = this.#kernelComes(of, leading);
    try {
      await vscode.window.showNotebookDocument(notebook);
      // The Jupyter extension asks first, as variables are lost; one that is not started yet starts with the first cell.
      if (this.#window.hasKernel(notebook.uri)) void restartKernel(notebook.uri);
      await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          cancellable: true,
          title: noticeText(
            `VectorGate: restart the kernel of ${name}, or run its first cell. The next kernel that starts here is answered from the recording.`,
          ),
        },
        (_, cancelled) => {
          cancelled.onCancellationRequested(() => leading.abort());
          return came;
        },
      );
    } finally {
      undo();
      leading.abort();
    }
    if (await came)
      void vscode.window.showInformationMessage(
        noticeText(
          `VectorGate: the kernel of ${name} is answered from the recording now, and no store is asked. Restart it to lead it back.`,
        ),
      );
  }

  dispose(): void {
    this.#leading?.abort();
  }

  #environment(of: SandboxOf): Readonly<Record<string, string>> | undefined {
    const entry = this.#sandboxes.entry(of);
    return entry?.standing.state === 'ready' ? entry.environment : undefined;
  }

  /** Resolves to true when a kernel came that was in no sandbox before; to false when that is not waited for any more. */
  #kernelComes(of: SandboxOf, leading: AbortController): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const kernels = () =>
      this.#sandboxes.programs.filter(({ kernel }) => kernel !== undefined).map(({ pid }) => pid);
    const before = new Set(kernels());
    const stop = this.#sandboxes.onDidChange((_, standing) => {
      if (kernels().some((pid) => !before.has(pid))) resolve(true);
      else if (this.#environment(of) === undefined || standing === undefined) resolve(false);
    });
    leading.signal.addEventListener('abort', () => resolve(false));
    return promise.finally(stop);
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
