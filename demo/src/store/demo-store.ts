import { join } from 'node:path';
import { placeLoadedChroma } from '../chroma/loaded-chroma.ts';
import { startChroma } from '../chroma/start-chroma.ts';
import { DemoError } from '../demo-error.ts';
import { existingQdrant } from '../qdrant/existing-qdrant.ts';
import { findQdrant, noQdrant } from '../qdrant/find-qdrant.ts';
import { placeLoadedQdrant } from '../qdrant/loaded-qdrant.ts';
import { startQdrant } from '../qdrant/start-qdrant.ts';

/** The stores that the demo can show, by the word of the configuration. */
export const storeKinds = ['chroma', 'qdrant'] as const;
export type StoreKind = (typeof storeKinds)[number];

/** Which store is shown. */
export interface StoreChoice {
  readonly kind: StoreKind;
  /** Of a server that runs already. Default: one is started. */
  readonly url?: URL;
}

/** A running store with the demo's data. */
export interface RunningStore {
  readonly url: string;
  /** Of its gRPC port, where it has one that the demo knows. */
  readonly grpcUrl?: string;
  /** Resolves when the server has ended, whatever the reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** One of the stores, as far as the demo tells them apart. */
export interface DemoStore {
  readonly kind: StoreKind;
  /** Its product's name. */
  readonly title: string;
  /** Where notebooks think that it is. */
  readonly knownAs: string;
  /** Where they think that its gRPC port is. */
  readonly grpcKnownAs?: string;
  /** Puts its data at `folder`. @returns whether they had been loaded before */
  place(folder: string): Promise<boolean>;
  start(folder: string, log: string): Promise<RunningStore>;
}

const chroma: DemoStore = {
  kind: 'chroma',
  title: 'Chroma',
  knownAs: 'chroma.internal:8000',
  place: placeLoadedChroma,
  start: startChroma,
};

const qdrantNames = {
  kind: 'qdrant',
  title: 'Qdrant',
  knownAs: 'qdrant.internal:6333',
  grpcKnownAs: 'qdrant.internal:6334',
} as const;

/** A server that runs already: it takes the demo's collections while the demo runs, and goes on afterwards. */
function qdrantAt(url: URL): DemoStore {
  const server = existingQdrant(url);
  return {
    ...qdrantNames,
    place: async (folder) => {
      await server.load(folder);
      return false;
    },
    start: () =>
      Promise.resolve({
        url: url.origin,
        // Nobody here would know: whoever asks it then is told by the gateway.
        ended: new Promise<never>(() => {}),
        stop: () => server.unload(),
      }),
  };
}

async function qdrant(): Promise<DemoStore> {
  const program = await findQdrant();
  if (program === undefined)
    throw new DemoError(
      `${noQdrant[0]?.toUpperCase()}${noQdrant.slice(1)}.`,
      'No package registry has the server: take it from https://github.com/qdrant/qdrant/releases, or name one that runs already: --url http://HOST:PORT.',
    );
  return {
    ...qdrantNames,
    place: (folder) => placeLoadedQdrant(program, folder),
    start: (folder, log) => startQdrant({ program, folder, log }),
  };
}

/** A store of the demo. @throws DemoError where its server is not to be had */
export const demoStore = async ({ kind, url }: StoreChoice): Promise<DemoStore> => {
  if (kind === 'chroma') return chroma;
  return url === undefined ? qdrant() : qdrantAt(url);
};

/** Where its data lie below the demo's folder. */
export const storeFolder = (folder: string, { kind }: DemoStore): string => join(folder, kind);
