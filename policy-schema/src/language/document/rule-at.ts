import { isNode, isSeq, type Node } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { PolicySource } from '../../compile/policy-source.ts';
import type { Analysis } from '../analyse.ts';

/** A rule as it stands in a document, sound or not. */
export interface RuleNode {
  readonly node: Node;
  readonly source: PolicySource;
  readonly index: number;
  /** Where it begins and where its last value ends, in offsets. */
  readonly start: number;
  readonly end: number;
  /** Its compiled form, when it is sound. */
  readonly place: CompiledPlace | undefined;
}

/** All rules of a document in the order of the text. */
export function ruleNodes({ sources, places, snapshot }: Analysis): readonly RuleNode[] {
  if (snapshot !== undefined) return [];
  const compiled = new Map(places.map((place) => [`${sources.indexOf(place.source)} ${place.index}`, place]));
  return sources.flatMap((source, i) => {
    const list = source.nodeAt(['spec', 'rules']);
    return (isSeq(list) ? list.items : []).flatMap((node, index) => {
      if (!isNode(node) || !node.range) return [];
      const [start, end] = node.range;
      return [{ node, source, index, start, end, place: compiled.get(`${i} ${index}`) }];
    });
  });
}

/** The rule that an offset stands in, the blanks behind it included. */
export function ruleAt(analysis: Analysis, offset: number): RuleNode | undefined {
  return ruleNodes(analysis).findLast(
    ({ start, node }) => start <= offset && offset <= (node.range?.[2] ?? 0),
  );
}
