import { isMap, isPair, isScalar, type Pair, type YAMLMap } from 'yaml';
import type { Fix } from '../diagnose/policy-diagnostic.ts';
import type { FixPlace } from './fix-place.ts';
import { removeKey } from './remove-key.ts';

const nameOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : 'it');

/** Takes a key away; where it is the only one of its map, that map's key with it. */
export function removeWithMap({ above, text }: FixPlace, map: YAMLMap, pair: Pair): Fix {
  const outer = above.findLast((one): one is Pair => isPair(one) && one.value === map);
  const around = above.findLast(
    (one): one is YAMLMap => isMap(one) && outer !== undefined && one.items.includes(outer),
  );
  return map.items.length === 1 && outer !== undefined && around !== undefined
    ? { title: `Remove ${nameOf(outer)}`, changes: removeKey(text, around, outer) }
    : { title: `Remove ${nameOf(pair)}`, changes: removeKey(text, map, pair) };
}
