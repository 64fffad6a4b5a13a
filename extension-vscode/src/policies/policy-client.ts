import { join } from 'node:path';
import { workspace } from 'vscode';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';
import { policyLanguage, policyTestLanguage } from './policy-language.ts';
import { TestExplorer } from './tests/test-explorer.ts';
import { TrafficFeed, type TrafficFeedParts } from './traffic/traffic-feed.ts';

/** Starts the language server for policies, in a process of its own, and what is made of its answers. Resolves to what stops it. */
export async function startPolicyClient(
  extensionPath: string,
  traffic: Omit<TrafficFeedParts, 'say'>,
): Promise<() => Promise<void>> {
  const module = join(extensionPath, 'dist', 'policy-server.cjs');
  const severities = (): unknown => workspace.getConfiguration('vectorgate.policies').get('severities');
  const options: LanguageClientOptions = {
    documentSelector: [{ language: policyLanguage }, { language: policyTestLanguage }],
    initializationOptions: { severities: severities() },
    synchronize: { configurationSection: 'vectorgate.policies' },
  };
  const client = new LanguageClient(
    'vectorgate.policies',
    'VectorGate policies',
    { module, transport: TransportKind.ipc },
    options,
  );
  await client.start();
  const explorer = new TestExplorer((method, params, token) => client.sendRequest(method, params, token));
  const feed = new TrafficFeed({
    ...traffic,
    say: (told) => void client.sendNotification('vectorgate/traffic', told),
  });
  return async () => {
    feed.dispose();
    explorer.dispose();
    await client.dispose();
  };
}
