import { delimiter } from 'node:path';
import type { EnvironmentVariableCollection, EnvironmentVariableMutatorOptions } from 'vscode';

/** The editor's own collection of what new terminals get, as far as we use it. */
export type TerminalVariables = Pick<
  EnvironmentVariableCollection,
  'replace' | 'prepend' | 'clear' | 'persistent' | 'description'
>;

/** Also after the shell's own start files ran, where the shell tells the editor: they may set PYTHONPATH anew. */
const both: EnvironmentVariableMutatorOptions = {
  applyAtProcessCreation: true,
  applyAtShellIntegration: true,
};

/**
 * Gives new terminals what a governed process needs. `hasPythonPath`: terminals have a PYTHONPATH of their own, which
 * stays behind the shim's folder. One without gets no empty entry, which Python would take as the working folder.
 */
export function governTerminals(
  terminals: TerminalVariables,
  wanted: Readonly<Record<string, string>>,
  shim: string,
  hasPythonPath: boolean,
): void {
  // The socket's name is new in each window.
  terminals.persistent = false;
  terminals.description = 'Python here reaches governed databases through VectorGate, as who is signed in.';
  terminals.clear();
  for (const [name, value] of Object.entries(wanted)) {
    if (name !== 'PYTHONPATH') terminals.replace(name, value, both);
    else if (hasPythonPath) terminals.prepend(name, `${shim}${delimiter}`, both);
    else terminals.replace(name, shim, both);
  }
}
