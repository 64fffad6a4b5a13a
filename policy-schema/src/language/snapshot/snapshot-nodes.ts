import { isMap, isScalar, isSeq, type Scalar, type YAMLMap } from 'yaml';
import type { PolicySource } from '../../compile/policy-source.ts';
import { textsOf } from '../document/texts-of.ts';
import type { Snapshot } from './read-snapshot.ts';

/** A map of a snapshot, whatever else is wrong with it. */
export type Entry = YAMLMap;

/** The maps of a list. */
export const entriesIn = (around: Entry | undefined, key: string): readonly Entry[] => {
  const list = around?.get(key, true);
  return isSeq(list) ? list.items.filter((item): item is Entry => isMap(item)) : [];
};

/** A text or number of a map, with its place. */
export function scalarIn(
  around: unknown,
  key: string,
): (Scalar & { readonly range: [number, number, number] }) | undefined {
  const node = isMap(around) ? around.get(key, true) : undefined;
  return isScalar(node) && node.range ? (node as ReturnType<typeof scalarIn>) : undefined;
}

export const textIn = (around: unknown, key: string): string | undefined => {
  const value = scalarIn(around, key)?.value;
  return typeof value === 'string' ? value : undefined;
};

export const numberIn = (around: unknown, key: string): number | undefined => {
  const value = scalarIn(around, key)?.value;
  return typeof value === 'number' ? value : undefined;
};

/** The texts of a list; undefined where there is none. */
export function textsIn(around: unknown, key: string): readonly string[] | undefined {
  const list = isMap(around) ? around.get(key, true) : undefined;
  return isSeq(list) ? textsOf(list) : undefined;
}

/** The document, and what stands in it. */
export function specOf({
  sources,
  base,
}: Snapshot): { readonly source: PolicySource; readonly spec: Entry | undefined } | undefined {
  const [source] = sources;
  const spec = source?.nodeAt(base);
  return source && { source, spec: isMap(spec) ? spec : undefined };
}
