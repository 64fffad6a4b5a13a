import { join } from 'node:path';
import { placeLoadedChroma } from '../chroma/loaded-chroma.ts';
import { startChroma } from '../chroma/start-chroma.ts';
import { DemoError } from '../demo-error.ts';
import { findQdrant, noQdrant } from '../qdrant/find-qdrant.ts';
import { placeLoadedQdrant } from '../qdrant/loaded-qdrant.ts';
import { startQdrant } from '../qdrant/start-qdrant.ts';

/** The stores that the demo can show, by the word of the configuration. */
export const storeKinds = ['chroma', 'qdrant'] as const;
export type StoreKind = (typeof storeKinds)[number];

/** A running store with the demo's data. */
export interface RunningStore {
  readonly url: string;
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

async function qdrant(): Promise<DemoStore> {
  const program = await findQdrant();
  if (program === undefined)
    throw new DemoError(
      `${noQdrant[0]?.toUpperCase()}${noQdrant.slice(1)}.`,
      'No package registry has the server: take it from https://github.com/qdrant/qdrant/releases.',
    );
  return {
    kind: 'qdrant',
    title: 'Qdrant',
    knownAs: 'qdrant.internal:6333',
    place: (folder) => placeLoadedQdrant(program, folder),
    start: (folder, log) => startQdrant({ program, folder, log }),
  };
}

/** A store of the demo. @throws DemoError where its server is not to be had */
export const demoStore = (kind: StoreKind): Promise<DemoStore> =>
  kind === 'qdrant' ? qdrant() : Promise.resolve(chroma);

/** Where its data lie below the demo's folder. */
export const storeFolder = (folder: string, { kind }: DemoStore): string => join(folder, kind);
