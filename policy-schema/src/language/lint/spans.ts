import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { Path } from '../../compile/policy-source.ts';
import { ruleNode } from '../document/rule-node.ts';
import { rulePair } from '../document/rule-pair.ts';

/** Offsets of a value of a rule, or of its id where there is none. */
export function spanOf(place: CompiledPlace, path: Path = ['id']): { start: number; end: number } {
  const node = ruleNode(place, ...path) ?? ruleNode(place, 'id');
  const [start, end] = node?.range ?? [0, 0];
  return { start, end };
}

/** Offsets of a key of a rule. */
export function keySpan(place: CompiledPlace, path: Path): { start: number; end: number } {
  const key = rulePair(place, ...path)?.key as { range?: readonly number[] } | undefined;
  return key?.range ? { start: key.range[0]!, end: key.range[1]! } : spanOf(place);
}
