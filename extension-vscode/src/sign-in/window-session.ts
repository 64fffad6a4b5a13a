import { join } from 'node:path';
import type { HeldTokens } from '@vectorgate/client';
import * as vscode from 'vscode';
import { PersonSession } from './person-session.ts';
import { SharedSecrets } from './shared-secrets.ts';

/** Who is signed in, as this window knows it. */
export interface WindowSession extends vscode.Disposable {
  readonly session: PersonSession;
  /** Resolves once nothing of it is under way any more, and the other windows know that this one is gone. */
  leave(): Promise<void>;
}

/**
 * Takes up the sign-in that all windows share by the editor's secret storage, or, where the editor is served to a browser,
 * by telling each other. `changed` is told when somebody signed in or out, and why it ended.
 */
export function windowSession(
  { secrets: own, globalStorageUri }: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  changed: (ended?: string) => void,
): WindowSession {
  const heard = (key: string): void => {
    if (session.isKept(key)) void session.read();
  };
  const shared =
    vscode.env.uiKind === vscode.UIKind.Web && process.platform !== 'win32'
      ? new SharedSecrets(
          own,
          async (hear) => {
            const { newRuntimeFolder } = await import('@vectorgate/client');
            const { WindowCircle } = await import('./window-circle.ts');
            const meeting = join(globalStorageUri.fsPath, 'windows');
            return WindowCircle.join(meeting, await newRuntimeFolder(), hear);
          },
          heard,
          (why) =>
            log.warn(
              `this window cannot tell the others of a sign-in (${why instanceof Error ? why.message : why}): sign in in one window at a time`,
            ),
        )
      : undefined;
  const session = new PersonSession(
    shared ?? own,
    async (tokens: HeldTokens) => {
      const { oauthClient, Session } = await import('@vectorgate/client');
      return new Session(await oauthClient(tokens), tokens);
    },
    changed,
    async (work) => {
      const { withLock } = await import('@vectorgate/client');
      const folder = globalStorageUri.fsPath;
      const { mkdir } = await import('node:fs/promises');
      await mkdir(folder, { recursive: true });
      return withLock(join(folder, 'renewing.lock'), work);
    },
  );
  const subscription = own.onDidChange(({ key }) => heard(key));
  return {
    session,
    leave: async () => {
      await session.settled();
      await shared?.leave();
    },
    dispose: () => subscription.dispose(),
  };
}
