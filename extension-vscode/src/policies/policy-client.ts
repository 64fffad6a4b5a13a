import { join } from 'node:path';
import { catalogueMessages } from '@vectorgate/policy-schema/catalogue-messages';
import type { WantedFields } from '@vectorgate/policy-schema/language';
import { type CatalogueWorld, LiveCatalogue } from '@vectorgate/policy-schema/live-catalogue';
import { TrafficFeed, type TrafficFeedParts } from '@vectorgate/policy-schema/traffic-feed';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { pagesOfApi } from './analysis/pages-of-api.ts';
import type { PolicyReportsApi } from './analysis/policy-reports.ts';
import { answerFiles } from './answer-files.ts';
import { CatalogueFile } from './catalogue/catalogue-file.ts';
import { CatalogueStatus } from './catalogue/catalogue-status.ts';
import { clientOptions } from './client-options.ts';
import { type Ask, TestExplorer } from './tests/test-explorer.ts';
import { TestLens } from './tests/test-lens.ts';
import { watchTraffic } from './traffic/watch-traffic.ts';

export interface PolicyClientParts {
  readonly extensionPath: string;
  /** The editor's folder for what we keep. */
  readonly storage: string;
  /** Who asks which gateway what exists. */
  readonly world: CatalogueWorld;
  /** Is given the catalogue, to be looked at again when somebody signed in or out. */
  readonly onStarted: (catalogue: LiveCatalogue) => void;
  /** What is recorded at the gateway, for the lines over rules. */
  readonly traffic: Pick<TrafficFeedParts, 'who' | 'session' | 'onDidChange' | 'trouble'> & {
    readonly api: () => Promise<Pick<PolicyReportsApi, 'asked' | 'me'>>;
  };
}

/** Milliseconds between two looks at whether the catalogue is old. */
const lookEvery = 60_000;

/** Starts the language server for policies, in a process of its own, and what is made of its answers. Resolves to what stops it. */
export async function startPolicyClient({
  extensionPath,
  storage,
  world,
  onStarted,
  traffic,
}: PolicyClientParts): Promise<() => Promise<void>> {
  const module = join(extensionPath, 'dist', 'policy-server.cjs');
  const client = new LanguageClient(
    'vectorgate.policies',
    'VectorGate policies',
    { module, transport: TransportKind.ipc },
    clientOptions(),
  );
  answerFiles(client);
  await client.start();
  const ask: Ask = (method, params, token) => client.sendRequest(method, params, token);
  const explorer = new TestExplorer(ask);
  const lens = new TestLens(ask);
  const catalogue = new LiveCatalogue(
    world,
    new CatalogueFile(join(storage, 'catalogue.json')),
    (document) => void client.sendNotification(catalogueMessages.known, { document: document ?? null }),
    () => status.show(),
  );
  const status = new CatalogueStatus(() => catalogue.standing);
  client.onNotification(
    catalogueMessages.wanted,
    ({ wanted }: { readonly wanted: readonly WantedFields[] }) => void catalogue.want(wanted),
  );
  const timer = setInterval(() => void catalogue.look(), lookEvery);
  onStarted(catalogue);
  void catalogue.look();
  const feed = new TrafficFeed({
    ...traffic,
    ...watchTraffic,
    reviews: async () => (await (await traffic.api()).me()).reviewer === true,
    pages: (query, stopped) => pagesOfApi(traffic.api, query, stopped),
    onDidChange: (listener) => {
      const ends = [traffic.onDidChange(listener), watchTraffic.onDidChange(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
    now: Date.now,
    say: (told) => void client.sendNotification('vectorgate/traffic', told),
  });
  return async () => {
    clearInterval(timer);
    feed.dispose();
    status.dispose();
    explorer.dispose();
    lens.dispose();
    await client.dispose();
  };
}
