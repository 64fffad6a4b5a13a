import { isSeq } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { Fix } from '../diagnose/policy-diagnostic.ts';
import type { TextChange } from '../document/text-change.ts';
import { removeEntry } from './remove-entry.ts';

/** Takes a rule out of its document. */
export function removeRule({ source, index }: Pick<CompiledPlace, 'source' | 'index'>): TextChange[] {
  const list = source.nodeAt(['spec', 'rules']);
  return isSeq(list) ? removeEntry(source.text, list, index) : [];
}

/** The fix that does so. */
export const deleteRule = (place: CompiledPlace) => (): Fix[] => [
  { title: `Delete rule ${place.compiled.reference.rule}`, changes: removeRule(place) },
];
