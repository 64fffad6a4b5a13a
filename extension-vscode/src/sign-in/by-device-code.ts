import { type DeviceCode, type HeldTokens, signInByCode } from '@vectorgate/client';
import { plainLine } from '@vectorgate/replay-ui/records';
import * as vscode from 'vscode';
import { noticeText } from '../words/notice-text.ts';

const open = 'Copy code and open page';

/** Shows the code until the person has it; dismissing it gives the sign-in up. */
async function hand({ code, address }: DeviceCode, giveUp: () => void): Promise<void> {
  const answer = await vscode.window.showInformationMessage(
    `Your code is ${plainLine(code)}`,
    {
      modal: true,
      detail: `Type it at ${plainLine(address)}, on any device. Give it to nobody: whoever types it signs this window in.`,
    },
    open,
  );
  if (answer !== open) {
    giveUp();
    return;
  }
  await vscode.env.clipboard.writeText(code);
  await vscode.env.openExternal(vscode.Uri.parse(address, true));
}

/** Signs in by a code that is typed on another device (RFC 8628). @returns undefined when the person gave up */
export const byDeviceCode = (issuer: string, clientId: string): Thenable<HeldTokens | undefined> =>
  vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'VectorGate: waiting for your code',
      cancellable: true,
    },
    async (progress, cancelled) => {
      const over = new AbortController();
      cancelled.onCancellationRequested(() => over.abort());
      try {
        return await signInByCode(
          issuer,
          (code) => {
            progress.report({ message: noticeText(`${code.code}, to be typed at ${code.address}`) });
            hand(code, () => over.abort()).catch(() => over.abort());
          },
          { clientId, signal: over.signal },
        );
      } catch (error) {
        if (over.signal.aborted) return undefined;
        throw error;
      }
    },
  );
