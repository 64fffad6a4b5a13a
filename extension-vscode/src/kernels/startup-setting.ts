import * as vscode from 'vscode';
import { withoutStartupCommand, withStartupCommand } from '../broker/startup-commands.ts';

const section = 'jupyter';
const key = 'runStartupCommands';

/**
 * Adds our entry to `jupyter.runStartupCommands` in the person's own settings, or takes it out; the person's own entries
 * stay. The entry holds no path and no secret: Settings Sync copies it.
 */
export async function setStartupCommand(wanted: boolean): Promise<void> {
  const jupyter = vscode.workspace.getConfiguration(section);
  const present = jupyter.inspect<unknown>(key);
  if (present === undefined) {
    void vscode.window.showWarningMessage(
      'VectorGate: the Jupyter extension is not installed here, so there are no startup commands to add to. Install it and try again.',
    );
    return;
  }
  const next = wanted ? withStartupCommand(present.globalValue) : withoutStartupCommand(present.globalValue);
  if (next === undefined) {
    void vscode.window.showWarningMessage(
      'VectorGate: the setting jupyter.runStartupCommands is neither text nor a list, so it was left as it is. Mend it in your settings and try again.',
    );
    return;
  }
  await jupyter.update(key, next === 'unset' ? undefined : next, vscode.ConfigurationTarget.Global);
  void vscode.window.showInformationMessage(
    wanted
      ? 'VectorGate: the startup command is in your settings. It acts from the next start of a kernel on, where the package vectorgate-jupyter is installed.'
      : 'VectorGate: the startup command is gone from your settings.',
  );
}
