import type { Surroundings } from '../language/surroundings.ts';
import { testCatalogue } from './test-catalogue.ts';

const eu = { name: 'insights', store: 'pinecone', namespaces: ['eu'], collections: [] };

/** What a case may have around its document, by the words behind "Given". */
export const around: Readonly<Record<string, Partial<Surroundings>>> = {
  '': {},
  'a gateway without a key for hashes': { catalogue: { ...testCatalogue, unsupported: ['hash'] } },
  'a connection with namespaces': { catalogue: { connections: [eu], issuers: [] } },
  'an engine that refuses each pattern': { isLinear: () => false },
};
