import { isMap } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { ruleNode } from '../document/rule-node.ts';
import type { TextChange } from '../document/text-change.ts';
import { insertKey } from './insert-key.ts';

/** Adds a limit to those of a rule, or to a rule that has none. */
export function addLimit(place: CompiledPlace, key: string, value: string): TextChange[] {
  const { text } = place.source;
  const [rule, limits] = [ruleNode(place), ruleNode(place, 'limits')];
  if (isMap(limits)) return insertKey(text, limits, key, value);
  return isMap(rule) ? insertKey(text, rule, 'limits', `{ ${key}: ${value} }`) : [];
}
