import { askKept } from '../keeper/ask-kept.ts';
import type { Terminal } from '../output/terminal.ts';
import { type CommonOptions, chosenGateway, print } from './context.ts';

/** `vectorgate logout`: ends the session at the gateway, at once. */
export async function logout(options: CommonOptions, terminal: Terminal): Promise<void> {
  const controlUrl = await chosenGateway(options);
  const wasSignedIn = (await askKept(controlUrl, { op: 'sign-out' })) !== undefined;
  print(terminal, options, { gateway: controlUrl, wasSignedIn }, () =>
    wasSignedIn ? `Signed out of ${controlUrl}.\n` : `You were not signed in to ${controlUrl}.\n`,
  );
}
