import { sandboxCommand } from '@vectorgate/client/sandbox-command';
import * as vscode from 'vscode';

/** Opens a terminal in which the command to run a program again over a session is written, and waits for the program's name. */
export function openSandboxTerminal(session: string, gateway: string): void {
  const terminal = vscode.window.createTerminal({ name: `Sandbox ${session.slice(-6)}` });
  terminal.show();
  terminal.sendText(sandboxCommand(session, gateway), false);
}
