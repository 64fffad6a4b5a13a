import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path, PolicySource } from '../../compile/policy-source.ts';

/** What stands at an offset, and where in its document that is. */
export interface FoundNode {
  readonly node: Node;
  readonly path: Path;
  readonly isKey: boolean;
  readonly source: PolicySource;
}

/** The smallest node at an offset, with its path. For a key that of its value. */
export function nodeAt(sources: readonly PolicySource[], offset: number): FoundNode | undefined {
  const holds = (node: unknown): node is Node =>
    isNode(node) && !isAlias(node) && !!node.range && node.range[0] <= offset && offset <= node.range[1];
  for (const source of sources) {
    let node: Node | Pair | null = source.document.contents as Node | null;
    if (!holds(node)) continue;
    const path: (string | number)[] = [];
    for (;;) {
      if (isMap(node)) {
        const pair: Pair | undefined = node.items.find(({ key, value }) => holds(key) || holds(value));
        if (pair === undefined) break;
        path.push(isScalar(pair.key) ? String(pair.key.value) : '');
        if (holds(pair.key)) return { node: pair.key, path, isKey: true, source };
        node = pair.value as Node;
      } else if (isSeq(node)) {
        const index = node.items.findIndex((item) => holds(item) && !isPair(item));
        if (index === -1) break;
        path.push(index);
        node = node.items[index] as Node;
      } else break;
    }
    if (isScalar(node)) return { node, path, isKey: false, source };
  }
  return undefined;
}
