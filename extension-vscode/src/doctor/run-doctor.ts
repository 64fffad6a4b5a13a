import { join } from 'node:path';
import * as vscode from 'vscode';
import { doctorLine } from './doctor-line.ts';

/** The part of the Python extension's API that is used here (`@vscode/python-extension`). */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath?(resource?: vscode.Uri): { readonly path?: unknown };
  };
}

/** The interpreter that the person chose for the workspace, where the Python extension is there to say. */
async function chosenPython(): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>('ms-python.python');
  const api = await extension?.activate();
  const path = api?.environments?.getActiveEnvironmentPath?.(
    vscode.workspace.workspaceFolders?.[0]?.uri,
  )?.path;
  if (typeof path === 'string' && path !== '') return path;
  const set = vscode.workspace.getConfiguration('python').get<string>('defaultInterpreterPath');
  return set === 'python' ? undefined : set;
}

/** Says in a new terminal what governs its Python: which libraries, which names, who is signed in, what to do. */
export async function runDoctor(extensionPath: string): Promise<void> {
  const windows = process.platform === 'win32';
  const python = (await chosenPython()) || (windows ? 'python' : 'python3');
  const terminal = vscode.window.createTerminal({ name: 'VectorGate doctor' });
  terminal.show();
  terminal.sendText(
    doctorLine(python, join(extensionPath, 'vectorgate_shim', 'doctor.py'), vscode.env.shell),
  );
}
