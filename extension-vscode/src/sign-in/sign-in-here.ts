import { discover, type HeldTokens, signIn } from '@vectorgate/client';
import * as vscode from 'vscode';
import { GateProblem } from '../gate/problem.ts';
import { flowsFor } from './choose-flow.ts';

/** Whether the person wants to sign in where the workspace's own settings say. */
async function agreed(gateway: string): Promise<boolean> {
  const answer = await vscode.window.showWarningMessage(
    `Sign in at ${new URL(gateway).host}?`,
    {
      modal: true,
      detail:
        "This workspace's own settings name this gateway. Go on only if you know it as your organisation's.",
    },
    'Sign in',
  );
  return answer !== undefined;
}

/** Signs in by the first flow that this window can do. @returns undefined when the person gave up */
export async function signInHere(gateway: string, named: boolean): Promise<HeldTokens | undefined> {
  if (named && !(await agreed(gateway))) return undefined;
  const { issuer } = await discover(gateway);
  const local = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  const [flow] = flowsFor({ editorReturn: false, deviceCode: false, local });
  if (flow !== 'loopback')
    throw new GateProblem({
      code: 'no_sign_in_flow',
      message: `the gateway at ${gateway} has no page that brings a sign-in back to this kind of window.`,
      next: 'Tell whoever runs your VectorGate gateway, or open the folder in a desktop window of this machine.',
    });
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'VectorGate: sign in in your browser',
      cancellable: true,
    },
    (_, cancelled) =>
      Promise.race([
        signIn(issuer, async (url) => {
          await vscode.env.openExternal(vscode.Uri.parse(url, true));
        }),
        new Promise<undefined>((resolve) => cancelled.onCancellationRequested(() => resolve(undefined))),
      ]),
  );
}
