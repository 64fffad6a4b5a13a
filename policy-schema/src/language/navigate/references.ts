import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { PolicySource } from '../../compile/policy-source.ts';
import type { Analysis } from '../analyse.ts';
import { nodeAt } from '../hover/node-at.ts';

/** A place in one of the policy files; offsets. */
export interface Place {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Something that policies give a name: a rule in its policy, or a pattern in all of them. */
export interface Named {
  readonly kind: 'rule' | 'pattern';
  readonly name: string;
  readonly definition: Place;
  /** All places that name it, the definition included. */
  readonly references: readonly Place[];
}

const placeOf = (source: PolicySource, node: Node): Place => {
  const [start, end] = node.range ?? [0, 0];
  return { file: source.file, start, end };
};

/** What is named at an offset, with all places that name it. */
export function namedAt(analysis: Analysis, offset: number): Named | undefined {
  const found = nodeAt(analysis.sources, offset);
  if (analysis.snapshot !== undefined) return undefined;
  if (found === undefined || found.isKey || !isScalar(found.node)) return undefined;
  const { path, node, source } = found;
  const name = String(node.value);
  const key = path.at(-1);
  if (path[0] === 'spec' && path[1] === 'rules' && path.length === 4 && key === 'id') {
    const definition = placeOf(source, node);
    return { kind: 'rule', name, definition, references: [definition] };
  }
  const isUse = path.includes('detectors');
  const isDefinition = path[0] === 'spec' && path[1] === 'patterns' && key === 'name';
  if (!isUse && !isDefinition) return undefined;
  const references: Place[] = [];
  let definition: Place | undefined;
  for (const one of analysis.compilation.sources) {
    const patterns = one.nodeAt(['spec', 'patterns']);
    for (const item of isSeq(patterns) ? patterns.items : []) {
      const own = isMap(item) ? item.get('name', true) : undefined;
      if (isScalar(own) && own.value === name) definition = placeOf(one, own);
    }
    references.push(...uses(one, name));
  }
  return definition && { kind: 'pattern', name, definition, references: [definition, ...references] };
}

/** Where a pattern is named in `detectors`. */
function uses(source: PolicySource, name: string): Place[] {
  const rules = source.nodeAt(['spec', 'rules']);
  return (isSeq(rules) ? rules.items : []).flatMap((rule) => {
    const masks = isMap(rule) ? rule.get('mask', true) : undefined;
    return (isSeq(masks) ? masks.items : []).flatMap((mask) => {
      const detectors = isMap(mask) ? mask.get('detectors', true) : undefined;
      return (isSeq(detectors) ? detectors.items : []).flatMap((item) =>
        isScalar(item) && item.value === name ? [placeOf(source, item)] : [],
      );
    });
  });
}
