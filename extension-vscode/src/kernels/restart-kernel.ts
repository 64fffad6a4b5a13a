import * as vscode from 'vscode';

/** The Jupyter extension's own command. */
const command = 'jupyter.restartkernel';

/** Asks the Jupyter extension to restart a notebook's kernel; it asks the person in its own way. */
export async function restartKernel(notebook: vscode.Uri): Promise<void> {
  const document = vscode.workspace.notebookDocuments.find(
    ({ uri }) => uri.toString() === notebook.toString(),
  );
  if (document !== undefined) await vscode.window.showNotebookDocument(document);
  if ((await vscode.commands.getCommands(true)).includes(command))
    await vscode.commands.executeCommand(command, { notebookEditor: { notebookUri: notebook } });
  else
    void vscode.window.showInformationMessage(
      'VectorGate: restart the kernel from the notebook’s own toolbar: the Jupyter extension offers no command for it.',
    );
}
