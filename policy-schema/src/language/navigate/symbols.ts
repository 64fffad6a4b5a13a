import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Analysis } from '../analyse.ts';
import { ruleNodes } from '../document/rule-at.ts';
import { endOfValue } from '../fix/places.ts';
import { snapshotSymbols } from '../snapshot/snapshot-symbols.ts';

/** A part of a document with a name. Offsets; `nameStart` and `nameEnd` are those of its name. */
export interface PolicySymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind:
    | 'policy'
    | 'rule'
    | 'pattern'
    | 'tests'
    | 'identity'
    | 'operation'
    | 'test'
    | 'catalogue'
    | 'connection'
    | 'collection'
    | 'issuer';
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly children: readonly PolicySymbol[];
}

const textOf = (node: unknown, key: string): string | undefined => {
  const value = isMap(node) ? node.get(key) : undefined;
  return typeof value === 'string' ? value : undefined;
};

function named(
  node: Node,
  kind: PolicySymbol['kind'],
  key: string,
  detail: string,
  text: string,
): PolicySymbol {
  const [start] = node.range ?? [0];
  const name = isMap(node) ? node.get(key, true) : undefined;
  const [nameStart, nameEnd] = isScalar(name) && name.range ? name.range : [start, start];
  return {
    name: textOf(node, key) ?? `(${kind} without ${key})`,
    detail,
    kind,
    start,
    end: endOfValue(text, node),
    nameStart,
    nameEnd,
    children: [],
  };
}

/** Policies with their rules and patterns; of a snapshot what it says that there is. */
export function symbols(analysis: Analysis): readonly PolicySymbol[] {
  if (analysis.snapshot !== undefined) return snapshotSymbols(analysis);
  const { text } = analysis.file;
  const rules = ruleNodes(analysis);
  return analysis.sources.flatMap((source) => {
    const { contents } = source.document;
    if (!isMap(contents)) return [];
    const metadata = source.nodeAt(['metadata']);
    const name = isMap(metadata) ? named(metadata, 'policy', 'name', '', text) : undefined;
    const patterns = source.nodeAt(['spec', 'patterns']);
    const [start] = contents.range ?? [0];
    return [
      {
        name: name?.name ?? '(policy without name)',
        detail: textOf(metadata, 'owner') ?? '',
        kind: 'policy' as const,
        start,
        end: endOfValue(text, contents),
        nameStart: name?.nameStart ?? start,
        nameEnd: name?.nameEnd ?? start,
        children: [
          ...(isSeq(patterns) ? patterns.items : [])
            .filter(isMap)
            .map((node) => named(node, 'pattern', 'name', 'pattern', text)),
          ...rules
            .filter((rule) => rule.source === source && isMap(rule.node))
            .map(({ node }) => named(node, 'rule', 'id', textOf(node, 'effect') ?? '', text)),
        ],
      },
    ];
  });
}
