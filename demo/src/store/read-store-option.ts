import { parseArgs } from 'node:util';
import { DemoError } from '../demo-error.ts';
import { readQdrantUrl } from '../qdrant/read-qdrant-url.ts';
import { type StoreChoice, storeKinds } from './demo-store.ts';

/** Reads `--store chroma|qdrant` and `--url`; Chroma without them. @throws DemoError for anything else */
export function readStoreOption(args: readonly string[]): StoreChoice {
  const remedy = `Use: --store ${storeKinds.join('|')}, for a Qdrant server that runs already with --url http://HOST:PORT`;
  let store: string | undefined;
  let url: string | undefined;
  try {
    ({ store, url } = parseArgs({
      args: [...args],
      options: { store: { type: 'string' }, url: { type: 'string' } },
    }).values);
  } catch (error) {
    throw new DemoError(error instanceof Error ? error.message : String(error), remedy);
  }
  const kind = storeKinds.find((one) => one === (store ?? 'chroma'));
  if (kind === undefined) throw new DemoError(`There is no store "${store}" in the demo.`, remedy);
  if (url === undefined) return { kind };
  if (kind !== 'qdrant') throw new DemoError('--url is for --store qdrant.', remedy);
  return { kind, url: readQdrantUrl(url) };
}
