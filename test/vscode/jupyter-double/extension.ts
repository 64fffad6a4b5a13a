import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { Bridge, type BridgeMessage } from './bridge.ts';

/** One kernel for each notebook, started with its first cell. */
const kernels = new Map<string, Bridge>();

const startupCommands = (): string => {
  const set = vscode.workspace.getConfiguration('jupyter').get<string | string[]>('runStartupCommands') ?? '';
  // As in the original: one cell, and a literal \n is a line break.
  return [set].flat().join('\n').replaceAll('\\n', '\n');
};

function kernelOf(notebook: vscode.NotebookDocument): Bridge {
  const key = notebook.uri.toString();
  const kernel = kernels.get(key) ?? new Bridge(dirname(notebook.uri.fsPath), startupCommands());
  kernels.set(key, kernel);
  return kernel;
}

function outputOf({ kind, content }: BridgeMessage): vscode.NotebookCellOutput {
  const { NotebookCellOutputItem: Item } = vscode;
  if (kind === 'stream') {
    const text = String(content.text);
    return new vscode.NotebookCellOutput([content.name === 'stderr' ? Item.stderr(text) : Item.stdout(text)]);
  }
  if (kind === 'error') {
    const trace = Array.isArray(content.traceback) ? content.traceback.join('\n') : '';
    return new vscode.NotebookCellOutput([
      Item.error({ name: String(content.ename), message: String(content.evalue), stack: trace }),
    ]);
  }
  const data = content.data as Readonly<Record<string, unknown>>;
  return new vscode.NotebookCellOutput(
    Object.entries(data).map(([mime, value]) =>
      typeof value === 'string' ? Item.text(value, mime) : Item.json(value, mime),
    ),
  );
}

async function run(
  controller: vscode.NotebookController,
  notebook: vscode.NotebookDocument,
  cell: vscode.NotebookCell,
): Promise<boolean> {
  const execution = controller.createNotebookCellExecution(cell);
  execution.start(Date.now());
  await execution.clearOutput();
  const ok = await kernelOf(notebook).execute(cell.document.getText(), {
    began: (count) => {
      execution.executionOrder = count;
    },
    said: (message) => void execution.appendOutput(outputOf(message)),
  });
  execution.end(ok, Date.now());
  return ok;
}

async function restart(context: unknown): Promise<void> {
  const named = (context as { notebookEditor?: { notebookUri?: vscode.Uri } } | undefined)?.notebookEditor;
  const uri = named?.notebookUri ?? vscode.window.activeNotebookEditor?.notebook.uri;
  const kernel = uri === undefined ? undefined : kernels.get(uri.toString());
  if (uri === undefined || kernel === undefined) return;
  const asks = vscode.workspace.getConfiguration('jupyter').get<boolean>('askForKernelRestart') ?? true;
  if (asks) {
    const answer = await vscode.window.showInformationMessage(
      'Do you want to restart the kernel? All variables will be lost.',
      { modal: true },
      'Restart',
    );
    if (answer === undefined) return;
  }
  // The original starts the kernel's process anew, with the environment of this moment.
  kernel.end();
  kernels.set(uri.toString(), new Bridge(dirname(uri.fsPath), startupCommands()));
}

export function activate(context: vscode.ExtensionContext): void {
  const controller = vscode.notebooks.createNotebookController(
    'jupyter-double',
    'jupyter-notebook',
    'Python 3 (test double)',
  );
  controller.supportedLanguages = ['python'];
  controller.supportsExecutionOrder = true;
  controller.executeHandler = async (cells, notebook) => {
    if (!vscode.workspace.isTrusted) return;
    for (const cell of cells) if (!(await run(controller, notebook, cell))) break;
  };
  controller.interruptHandler = (notebook) => kernels.get(notebook.uri.toString())?.interrupt();
  context.subscriptions.push(
    controller,
    vscode.commands.registerCommand('jupyter.restartkernel', restart),
    vscode.workspace.onDidOpenNotebookDocument((notebook) =>
      controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred),
    ),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => {
      kernels.get(notebook.uri.toString())?.end();
      kernels.delete(notebook.uri.toString());
    }),
  );
  for (const notebook of vscode.workspace.notebookDocuments)
    controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
}

export function deactivate(): void {
  for (const kernel of kernels.values()) kernel.end();
}
