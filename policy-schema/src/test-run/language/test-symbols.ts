import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { PolicySource } from '../../compile/policy-source.ts';
import { endOfValue } from '../../language/fix/places.ts';
import type { PolicySymbol } from '../../language/navigate/symbols.ts';
import type { ReadTests } from '../read-tests.ts';

const textOf = (node: unknown, key: string): string | undefined => {
  const value = isMap(node) ? node.get(key) : undefined;
  return typeof value === 'string' ? value : undefined;
};

const namesOf = (node: unknown, key: string): string => {
  const value = isMap(node) ? node.get(key, true) : undefined;
  return isSeq(value)
    ? value.items.flatMap((item) => (isScalar(item) ? [String(item.value)] : [])).join(', ')
    : '';
};

/** A part of a document: `name` is where it is named. */
function part(
  text: string,
  kind: PolicySymbol['kind'],
  shown: { readonly name: string; readonly detail: string },
  name: Node | undefined,
  whole: Node,
  children: readonly PolicySymbol[] = [],
): PolicySymbol {
  const [begins] = whole.range ?? [0];
  const [nameStart, nameEnd] = name?.range ?? [begins, begins];
  const start = Math.min(begins, nameStart);
  return { ...shown, kind, start, end: endOfValue(text, whole), nameStart, nameEnd, children };
}

/** The keys of a map of names, each as a part. */
function keyed(
  source: PolicySource,
  list: 'identities' | 'operations' | 'matrix',
  detail: string,
): readonly PolicySymbol[] {
  const node = source.nodeAt(['spec', list]);
  return (isMap(node) ? node.items : []).flatMap(({ key, value }) => {
    if (!isScalar(key)) return [];
    const name = list === 'matrix' ? `what ${String(key.value)} may do` : String(key.value);
    const kind = list === 'matrix' ? 'test' : list === 'identities' ? 'identity' : 'operation';
    return [part(source.text, kind, { name, detail }, key, (value ?? key) as Node)];
  });
}

/** The outline of a file of tests: its documents, in them identities, operations and tests. */
export function testSymbols({ sources }: ReadTests): readonly PolicySymbol[] {
  return sources.flatMap((source) => {
    const { contents } = source.document;
    if (!isMap(contents)) return [];
    const tests = source.nodeAt(['spec', 'tests']);
    const shown = {
      name: textOf(source.nodeAt(['metadata']), 'name') ?? '(tests without name)',
      detail: textOf(source.nodeAt(['metadata']), 'description') ?? '',
    };
    const own = (isSeq(tests) ? tests.items : []).filter(isMap).map((node) => {
      const detail = [namesOf(node, 'identities'), namesOf(node, 'operations')].filter((one) => one !== '');
      const name = node.get('name', true);
      const told = { name: textOf(node, 'name') ?? '(test without name)', detail: detail.join(': ') };
      return part(source.text, 'test', told, isScalar(name) ? name : undefined, node);
    });
    return [
      part(source.text, 'tests', shown, source.nodeAt(['metadata', 'name']), contents, [
        ...keyed(source, 'identities', 'identity'),
        ...keyed(source, 'operations', 'operation'),
        ...keyed(source, 'matrix', 'matrix'),
        ...own,
      ]),
    ];
  });
}
