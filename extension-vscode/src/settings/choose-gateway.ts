import * as vscode from 'vscode';
import { problemOf } from '../gate/problem-of.ts';
import type { Standing } from '../gate/standing.ts';
import { noticeText } from '../words/notice-text.ts';
import { upperFirst } from '../words/upper-first.ts';
import { organisationFile } from './organisation-file.ts';

const another = 'Set another address';
const allTheSame = 'Set it all the same';

/** Asks for the address. @returns undefined when the person gave up, empty when there shall be none */
async function ask(before: string): Promise<string | undefined> {
  const { gatewayUrl } = await import('@vectorgate/client');
  const given = await vscode.window.showInputBox({
    title: 'VectorGate: set the gateway',
    prompt: 'Address of your VectorGate gateway. Whoever runs it knows it.',
    placeHolder: 'https://vectorgate.example.com',
    value: before,
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
  return given?.trim();
}

/** Looks whether a gateway answers there. @returns what the person wants done when none does */
async function look(address: string): Promise<'set' | 'ask again' | 'leave'> {
  const { discover } = await import('@vectorgate/client');
  try {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `VectorGate: looking at ${address}` },
      () => discover(address),
    );
    return 'set';
  } catch (error) {
    const { code, message, next } = problemOf(error, address);
    // Where programs' calls go nobody will ever sign in; any other address may be right tomorrow.
    const choices = code === 'data_address' ? [another] : [another, allTheSame];
    const answer = await vscode.window.showWarningMessage(
      noticeText(`VectorGate: ${upperFirst(message)} ${next}`),
      ...choices,
    );
    return answer === another ? 'ask again' : answer === allTheSame ? 'set' : 'leave';
  }
}

/** Asks for the gateway's address, looks whether one answers there, and keeps it for this machine. */
export async function chooseGateway({ gateway, gatewayFrom }: Standing): Promise<void> {
  if (gatewayFrom === 'organisation') {
    void vscode.window.showInformationMessage(
      `VectorGate: your organisation set the gateway of this machine to ${gateway} (${organisationFile()}).`,
    );
    return;
  }
  let address: string | undefined = gateway;
  for (let wanted = 'ask again'; wanted === 'ask again'; ) {
    address = await ask(address);
    if (address === undefined) return;
    wanted = address === '' ? 'set' : await look(address);
    if (wanted === 'leave') return;
  }
  await vscode.workspace
    .getConfiguration('vectorgate')
    .update('gateway', address === '' ? undefined : address, vscode.ConfigurationTarget.Global);
}
