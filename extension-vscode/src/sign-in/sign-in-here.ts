import {
  allowsCodes,
  discover,
  type HeldTokens,
  loopbackReturn,
  type ReturnPath,
  signIn,
} from '@vectorgate/client';
import * as vscode from 'vscode';
import { GateProblem } from '../gate/problem.ts';
import { byDeviceCode } from './by-device-code.ts';
import { type Flow, flowsFor } from './choose-flow.ts';
import type { UriReturns } from './uri-return.ts';

/** This extension's name at the gateway's OAuth face. */
const clientId = 'vectorgate-vscode';
const another = 'Try another way';

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

/** What a browser opens to reach this extension in this window, wherever the window is. */
async function externalAddress(extensionId: string): Promise<string> {
  const own = vscode.Uri.parse(`${vscode.env.uriScheme}://${extensionId}/callback`, true);
  // Encoded twice by default, which no browser would undo.
  return (await vscode.env.asExternalUri(own)).toString(true);
}

export interface SignInHere {
  readonly gateway: string;
  /** The workspace's own settings name it. */
  readonly named: boolean;
  readonly returns: UriReturns;
  /** The extension's own, as the editor knows it. */
  readonly extensionId: string;
}

/**
 * Signs in by the first flow that this window can do, and by the next one where the person says that it did not come
 * back. @returns undefined when the person gave up
 */
export async function signInHere(here: SignInHere): Promise<HeldTokens | undefined> {
  const { gateway, named } = here;
  if (named && !(await agreed(gateway))) return undefined;
  const { issuer, controlUrl } = await discover(gateway);
  const local = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  const flows = flowsFor({ editorReturn: true, deviceCode: await allowsCodes(issuer, clientId), local });
  const editor = async (): Promise<ReturnPath> =>
    here.returns.path(controlUrl, await externalAddress(here.extensionId));
  const ways: Readonly<Record<Flow, () => Thenable<HeldTokens | undefined>>> = {
    'uri-handler': () => inBrowser(issuer, editor),
    loopback: () => inBrowser(issuer, loopbackReturn('your editor')),
    'device-code': () => byDeviceCode(issuer, clientId),
  };
  for (const [index, flow] of flows.entries()) {
    const tokens = await ways[flow]();
    if (tokens !== undefined || index === flows.length - 1) return tokens;
    const answer = await vscode.window.showInformationMessage(
      'VectorGate: nobody was signed in. Did your browser not come back to the editor?',
      another,
    );
    if (answer !== another) return undefined;
  }
  throw new GateProblem({
    code: 'no_sign_in_flow',
    message: 'this kind of window has no way to bring a sign-in back from the browser.',
    next: 'Open the folder in a desktop window of this machine.',
  });
}

/** One try. @returns undefined when the person cancelled it */
const inBrowser = (issuer: string, comeBack: () => Promise<ReturnPath>): Thenable<HeldTokens | undefined> =>
  vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'VectorGate: sign in in your browser',
      cancellable: true,
    },
    (_, cancelled) =>
      Promise.race([
        signIn(
          issuer,
          async (url) => {
            await vscode.env.openExternal(vscode.Uri.parse(url, true));
          },
          { clientId, comeBack },
        ),
        new Promise<undefined>((resolve) => cancelled.onCancellationRequested(() => resolve(undefined))),
      ]),
  );
