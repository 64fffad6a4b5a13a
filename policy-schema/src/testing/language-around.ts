import type { Surroundings } from '../language/surroundings.ts';
import { type Traffic, trafficKey } from '../language/traffic.ts';
import { testNow } from './language-document.ts';
import { testCatalogue } from './test-catalogue.ts';

const eu = { name: 'insights', store: 'pinecone', namespaces: ['eu'], collections: [] };

/** Of the rules of tests as they are called: a and wide were met, b and unused were not. */
const asked = (over: string, matched: number): Traffic => ({
  over,
  read: testNow - 60_000,
  rules: new Map([
    ...['a', 'wide'].map((rule) => [trafficKey({ policy: 'test', rule }), { matched, refused: 0 }] as const),
    ...['b', 'unused'].map(
      (rule) => [trafficKey({ policy: 'test', rule }), { matched: 0, refused: 0 }] as const,
    ),
  ]),
});

/** The tests' catalogue, of which each connection, or each collection, is known less well. */
const connections = (less: object): Partial<Surroundings> => ({
  catalogue: { ...testCatalogue, connections: testCatalogue.connections.map((one) => ({ ...one, ...less })) },
});
const collections = (less: object): Partial<Surroundings> => ({
  catalogue: {
    ...testCatalogue,
    connections: testCatalogue.connections.map((one) => ({
      ...one,
      ...(one.collections && { collections: one.collections.map((own) => ({ ...own, ...less })) }),
    })),
  },
});

/** What a case may have around its document, by the words behind "Given". */
export const around: Readonly<Record<string, Partial<Surroundings>>> = {
  '': {},
  'a gateway without a key for hashes': { catalogue: { ...testCatalogue, unsupported: ['hash'] } },
  'a connection with namespaces': { catalogue: { connections: [eu], issuers: [] } },
  'connections that may have more collections': connections({ partial: true }),
  'fields told without a look at records': collections({ sampled: 0 }),
  'fields met in some records': collections({ sampled: 100 }),
  'a week of requests': { traffic: asked('in 7 days', 12) },
  'a week without requests': { traffic: asked('in 7 days', 0) },
  'an engine that refuses each pattern': { isLinear: () => false },
};
