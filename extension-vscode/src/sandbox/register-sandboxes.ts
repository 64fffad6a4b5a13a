import type { GatewayApi, GovernedName } from '@vectorgate/client';
import { isAlive } from '@vectorgate/client/is-alive';
import * as vscode from 'vscode';
import { type GoneKernelsWindow, watchGoneKernels } from './gone-kernels.ts';
import { ProgramsInSandbox, type ProgramsWindow } from './programs-in-sandbox.ts';
import { SandboxDesk } from './sandbox-desk.ts';
import { SandboxStatus } from './sandbox-status.ts';
import { Sandboxes, type SandboxOf } from './sandboxes.ts';

/** What sandboxes need of the rest of the extension. */
export interface SandboxParts extends ProgramsWindow, GoneKernelsWindow {
  readonly extensionPath: string;
  readonly api: () => Promise<GatewayApi>;
  readonly governed: () => Promise<readonly GovernedName[]>;
  /** Opens the player of a session. */
  readonly showSession: (session: string) => void;
}

/** Sandboxes of this window, their item in the status bar and its command. */
export function registerSandboxes(parts: SandboxParts) {
  const sandboxes = new Sandboxes(
    async (...given) => (await import('./start-sandbox.ts')).startSandbox(parts)(...given),
    () => vscode.workspace.isTrusted,
    isAlive,
  );
  const programs = new ProgramsInSandbox(sandboxes, parts);
  const show = ({ session, archive }: SandboxOf): void => {
    if (archive === undefined) parts.showSession(session);
    else
      void vscode.commands.executeCommand(
        'vscode.openWith',
        vscode.Uri.parse(archive, true),
        'vectorgate.archive',
      );
  };
  const status = new SandboxStatus(sandboxes, programs, show);
  return {
    sandboxes,
    /** Those over the sessions in an archive, or at the gateway where none is named. */
    deskOf: (archive?: string): SandboxDesk => new SandboxDesk(sandboxes, programs, archive),
    dispose: vscode.Disposable.from(
      programs,
      status,
      new vscode.Disposable(watchGoneKernels(sandboxes, programs, parts)),
      vscode.commands.registerCommand('vectorgate.showSandboxes', () => status.choose()),
    ),
  };
}
