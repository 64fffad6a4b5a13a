import { sandboxCommand } from '@vectorgate/client/sandbox-command';
import * as vscode from 'vscode';

/** Milliseconds after which a shell that does not tell when it is ready is written to all the same. */
const longestStart = 3_000;

/** Opens a terminal in which the command to run a program again over a session is written, and waits for the program's name. */
export async function openSandboxTerminal(session: string, gateway: string): Promise<void> {
  const terminal = vscode.window.createTerminal({ name: `Sandbox ${session.slice(-6)}` });
  terminal.show();
  await isReady(terminal);
  terminal.sendText(sandboxCommand(session, gateway), false);
}

/** Resolves when the shell shows its prompt: what is written before stands on the screen twice. */
function isReady(terminal: vscode.Terminal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, longestStart);
  const ready = vscode.window.onDidChangeTerminalShellIntegration((changed) => {
    // Told anew with each prompt; before its first one a shell has not said where it stands.
    if (changed.terminal === terminal && changed.shellIntegration.cwd !== undefined) resolve();
  });
  return promise.finally(() => {
    clearTimeout(timer);
    ready.dispose();
  });
}
