import { loadPolicies, type MaskObligation } from '@vectorgate/policy-schema';
import { benchPolicy } from './bench-policy.ts';

/** The masks that the benchmarks' policy puts on the collection. */
export function benchMasks(store: 'chroma' | 'qdrant'): readonly MaskObligation[] {
  const loaded = loadPolicies({
    files: [{ path: 'bench.policy.yaml', text: benchPolicy }],
    environment: {
      connections: [{ name: 'bench', store, people: 'people' }],
      issuers: [
        { name: 'people', claims: {} },
        { name: 'ci', claims: {} },
      ],
      canApprove: false,
      unsupported: [],
    },
  });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded.set.rules.flatMap(({ masks }) => masks);
}
