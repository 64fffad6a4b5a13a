import { access } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { KernelEntry } from '../gate/standing.ts';
import { firstKnown } from './first-known.ts';

interface EnvironmentPath {
  readonly path?: unknown;
}

/** The part of the Python extension's API that is used here (`@vscode/python-extension`). */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath?(resource?: vscode.Uri): EnvironmentPath | undefined;
    resolveEnvironment?(
      path: EnvironmentPath,
    ): PromiseLike<{ readonly executable?: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

/** The part of the Jupyter extension's API that is used here; it knows a kernel that was chosen and did not start yet. */
interface JupyterApi {
  getPythonEnvironment?(
    notebook: vscode.Uri,
  ): PromiseLike<EnvironmentPath | undefined> | EnvironmentPath | undefined;
}

const apiOf = async <Api>(id: string): Promise<Api | undefined> =>
  vscode.extensions.getExtension<Api>(id)?.activate();

/** The file of an environment, which is named by that file or by its folder. */
async function interpreterIn(found: EnvironmentPath | undefined): Promise<string | undefined> {
  if (found === undefined || typeof found.path !== 'string' || found.path === '') return undefined;
  const python = await apiOf<PythonApi>('ms-python.python');
  const resolved = await python?.environments?.resolveEnvironment?.(found);
  return resolved?.executable?.uri?.fsPath ?? found.path;
}

/**
 * The interpreter that a person means here: that of the kernel of the notebook in front, else the one chosen for the
 * workspace. Undefined where nobody knows one.
 */
export function findPython(kernels: readonly KernelEntry[]): Promise<string | undefined> {
  const notebook = vscode.window.activeNotebookEditor?.notebook.uri;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosenFor = async (resource: vscode.Uri | undefined): Promise<string | undefined> => {
    const python = await apiOf<PythonApi>('ms-python.python');
    return interpreterIn(python?.environments?.getActiveEnvironmentPath?.(resource));
  };
  const running = async (uri: vscode.Uri): Promise<string | undefined> => {
    const path = kernels.find((kernel) => kernel.notebook === uri.toString())?.python;
    if (path !== undefined) await access(path);
    return path;
  };
  const chosen = async (uri: vscode.Uri): Promise<string | undefined> =>
    interpreterIn(await (await apiOf<JupyterApi>('ms-toolsai.jupyter'))?.getPythonEnvironment?.(uri));
  return firstKnown([
    ...(notebook === undefined
      ? []
      : [() => running(notebook), () => chosen(notebook), () => chosenFor(notebook)]),
    () => chosenFor(folder),
    () => {
      const set = vscode.workspace.getConfiguration('python').get<string>('defaultInterpreterPath');
      return set === 'python' ? undefined : set;
    },
  ]);
}
