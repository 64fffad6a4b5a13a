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

/** What a case may have around its document, by the words behind "Given". */
export const around: Readonly<Record<string, Partial<Surroundings>>> = {
  '': {},
  'a gateway without a key for hashes': { catalogue: { ...testCatalogue, unsupported: ['hash'] } },
  'a connection with namespaces': { catalogue: { connections: [eu], issuers: [] } },
  'a week of requests': { traffic: asked('in 7 days', 12) },
  'a week without requests': { traffic: asked('in 7 days', 0) },
  'an engine that refuses each pattern': { isLinear: () => false },
};
