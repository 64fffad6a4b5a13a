import { chromaProtocol } from './chroma/chroma-protocol.ts';
import { mintAccessToken } from './qdrant/access-token.ts';
import { qdrantProtocol } from './qdrant/qdrant-protocol.ts';
import type { StoreFolder } from './store-folder.ts';

const folders = {
  chroma: { protocol: chromaProtocol },
  qdrant: {
    protocol: qdrantProtocol,
    grpc: async () => (await import('./qdrant/grpc/qdrant-grpc-protocol.ts')).qdrantGrpcProtocol,
    mint: mintAccessToken,
  },
} as const satisfies Readonly<Record<string, StoreFolder>>;

/** A store, by the word of the configuration and of records, which is also its folder's name. */
export type StoreName = keyof typeof folders;

/** Every store that this gateway knows: the one place outside of its folder where a store is named. */
export const stores: Readonly<Record<StoreName, StoreFolder>> = folders;

export const storeNames = Object.keys(folders) as readonly StoreName[];
