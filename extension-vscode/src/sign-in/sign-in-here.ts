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
import { proxiedAddress } from './proxied-address.ts';
import type { UriReturns } from './uri-return.ts';

/** This extension's name at the gateway's OAuth face. */
const clientId = 'vectorgate-vscode';

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
  /** Which of this window's ways to try, counted from 0. */
  readonly way: number;
}

/** What became of a sign-in that did not fail. */
export type SignInEnd =
  | { readonly tokens: HeldTokens }
  /** The person did not want to sign in there. */
  | 'declined'
  /** The person cancelled it; `another`: the next way that this window can try, where there is one. */
  | { readonly another: number | undefined };

/** Signs in by one of the ways that this window can do. */
export async function signInHere(here: SignInHere): Promise<SignInEnd> {
  const { gateway, named, way } = here;
  if (named && !(await agreed(gateway))) return 'declined';
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
  const flow = flows[way];
  if (flow === undefined)
    throw new GateProblem({
      code: 'no_sign_in_flow',
      message: 'this kind of window has no way to bring a sign-in back from the browser.',
      next: 'Open the folder in a desktop window of this machine.',
    });
  const tokens = await ways[flow]();
  if (tokens !== undefined) return { tokens };
  return { another: way + 1 < flows.length ? way + 1 : undefined };
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
            const address = vscode.Uri.parse(url, true);
            if (vscode.env.uiKind === vscode.UIKind.Web) {
              const external = await vscode.env.asExternalUri(address);
              const problem = proxiedAddress(url, external.toString(true));
              if (problem !== undefined) throw problem;
            }
            await vscode.env.openExternal(address);
          },
          { clientId, comeBack },
        ),
        new Promise<undefined>((resolve) => cancelled.onCancellationRequested(() => resolve(undefined))),
      ]),
  );
