import type { Pair } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { Path } from '../../compile/policy-source.ts';

/** The key at a path of a rule, with its value. */
export const rulePair = (
  { source, index }: Pick<CompiledPlace, 'source' | 'index'>,
  ...path: Path
): Pair | undefined => source.pairAt(['spec', 'rules', index, ...path]);
