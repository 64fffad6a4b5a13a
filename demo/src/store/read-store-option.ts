import { parseArgs } from 'node:util';
import { DemoError } from '../demo-error.ts';
import { type StoreKind, storeKinds } from './demo-store.ts';

/** Reads `--store chroma|qdrant`; Chroma without it. @throws DemoError for anything else */
export function readStoreOption(args: readonly string[]): StoreKind {
  const remedy = `Use: --store ${storeKinds.join('|')}`;
  let store: string | undefined;
  try {
    ({ store } = parseArgs({ args: [...args], options: { store: { type: 'string' } } }).values);
  } catch (error) {
    throw new DemoError(error instanceof Error ? error.message : String(error), remedy);
  }
  const kind = storeKinds.find((one) => one === (store ?? 'chroma'));
  if (kind === undefined) throw new DemoError(`There is no store "${store}" in the demo.`, remedy);
  return kind;
}
