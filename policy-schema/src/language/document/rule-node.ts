import type { Node } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { Path } from '../../compile/policy-source.ts';

/** What stands at a path of a rule, or the rule itself. */
export const ruleNode = (
  { source, index }: Pick<CompiledPlace, 'source' | 'index'>,
  ...path: Path
): Node | undefined => source.nodeAt(['spec', 'rules', index, ...path]);
