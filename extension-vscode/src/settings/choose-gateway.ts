import * as vscode from 'vscode';
import { problemOf } from '../gate/problem-of.ts';
import type { Standing } from '../gate/standing.ts';
import { organisationFile } from './organisation-file.ts';

/** Asks for the gateway's address, looks whether one answers there, and keeps it for this machine. */
export async function chooseGateway({ gateway, gatewayFrom }: Standing): Promise<void> {
  if (gatewayFrom === 'organisation') {
    void vscode.window.showInformationMessage(
      `VectorGate: your organisation set the gateway of this machine to ${gateway} (${organisationFile()}).`,
    );
    return;
  }
  const { discover, gatewayUrl } = await import('@vectorgate/client');
  const chosen = await vscode.window.showInputBox({
    title: 'VectorGate: set the gateway',
    prompt: 'Address of your VectorGate gateway. Whoever runs it knows it.',
    placeHolder: 'https://vectorgate.example.com',
    value: gateway,
    ignoreFocusOut: true,
    validateInput: (text) => {
      try {
        if (text.trim() !== '') gatewayUrl(text.trim());
        return undefined;
      } catch (error) {
        const { message, next } = problemOf(error);
        return `${message} ${next}`;
      }
    },
  });
  if (chosen === undefined) return;
  const address = chosen.trim();
  if (address !== '') {
    try {
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: `VectorGate: looking at ${address}` },
        () => discover(address),
      );
    } catch (error) {
      const { message, next } = problemOf(error, address);
      const answer = await vscode.window.showWarningMessage(
        `VectorGate: ${message} ${next}`,
        'Set it all the same',
      );
      if (answer === undefined) return;
    }
  }
  await vscode.workspace
    .getConfiguration('vectorgate')
    .update('gateway', address === '' ? undefined : address, vscode.ConfigurationTarget.Global);
}
