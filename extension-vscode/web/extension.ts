import * as vscode from 'vscode';
import { ArchiveEditor } from '../src/archives/archive-editor.ts';
import { newPolicy } from '../src/policies/new-policy.ts';
import { policiesWhenOpened } from '../src/policies/policies-when-opened.ts';
import type { commandsInBrowser } from './commands-in-browser.ts';
import { startPolicyClient } from './policy-client.ts';
import { archiveWorker } from './start-archive-worker.ts';

let end: () => Promise<void> = async () => {};

/** The editor waits for this: the language server goes with the window. */
export const deactivate = (): Promise<void> => end();

/**
 * The extension where there is no Node, in VS Code for the Web: policies, their tests, and archives of recorded sessions. Signing
 * in, kernels, terminals and what is asked of a gateway need a machine, and are not offered.
 */
export function activate(context: vscode.ExtensionContext): void {
  void vscode.commands.executeCommand('setContext', 'vectorgate.withoutNode', true);
  const log = vscode.window.createOutputChannel('VectorGate', { log: true });
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const policies = policiesWhenOpened(
    () => startPolicyClient(dist),
    (error) => log.error(`policies: ${error instanceof Error ? error.message : error}`),
  );
  end = policies.stop;
  const commands: Readonly<Record<(typeof commandsInBrowser)[number], (argument: unknown) => unknown>> = {
    newPolicy,
    showLog: () => log.show(),
  };
  context.subscriptions.push(
    log,
    policies,
    ArchiveEditor.register(dist, archiveWorker(dist)),
    ...Object.entries(commands).map(([name, work]) =>
      vscode.commands.registerCommand(`vectorgate.${name}`, work),
    ),
  );
}
