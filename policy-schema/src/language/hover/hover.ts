import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path, PolicySource } from '../../compile/policy-source.ts';
import type { Shape } from '../../compile/shape.ts';
import type { Analysis } from '../analyse.ts';
import { hoverCondition } from '../cel/hover-condition.ts';
import { ruleAt } from '../document/rule-at.ts';
import { shapesAt } from '../document/shapes-at.ts';
import { ruleMeaning } from '../meaning/rule-meaning.ts';
import { hoverName } from './hover-name.ts';

/** What to say about a place, in Markdown, and the offsets of what it is about. */
export interface PolicyHover {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/** What stands at an offset: what a rule means, what a keyword does, what a name is. */
export function hover(analysis: Analysis, offset: number): PolicyHover | undefined {
  const found = nodeAt(analysis, offset);
  if (found === undefined) return undefined;
  const { node, path, isKey } = found;
  const [start, end] = node.range ?? [0, 0];
  const say = (markdown: string | undefined): PolicyHover | undefined =>
    markdown === undefined || markdown === '' ? undefined : { start, end, markdown };
  if (!isKey && path.at(-1) === 'when' && isScalar(node)) return hoverCondition(analysis, node, offset);
  const rule = ruleAt(analysis, offset);
  const effect = isMap(rule?.node) ? rule.node.get('effect') : undefined;
  const shapes = shapesAt(path, typeof effect === 'string' ? effect : undefined);
  const inRule = path.length === 4 && path[0] === 'spec' && path[1] === 'rules';
  if (inRule && (path[3] === 'id' || path[3] === 'effect')) {
    const meaning = rule?.place === undefined ? undefined : ruleMeaning(rule.place.rule);
    const keyword = isKey ? describe(shapes, undefined) : undefined;
    return say([meaning, keyword].filter((one) => one !== undefined).join('\n\n'));
  }
  if (isKey) {
    // Keys that are names: fields of a filter, claims.
    const named = hoverName(analysis, rule?.node, path.slice(0, -1), String(path.at(-1)));
    return say(named ?? describe(shapes, undefined));
  }
  const word = isScalar(node) ? String(node.value) : undefined;
  const named = word === undefined ? undefined : hoverName(analysis, rule?.node, path, word);
  return say(named ?? describe(shapes, word));
}

/** A keyword's description out of the schema, with the words that it may be; of a word its own. */
function describe(shapes: readonly Shape[], word: string | undefined): string | undefined {
  const words = shapes.flatMap((shape) => (shape.const === undefined ? (shape.oneOf ?? []) : [shape]));
  const own = words.find(({ const: one }) => one !== undefined && String(one) === word);
  if (own?.description !== undefined) return `\`${word}\`: ${own.description}`;
  const text = shapes.find(({ description }) => description !== undefined)?.description;
  if (text === undefined) return undefined;
  const list = shapes.flatMap(({ items }) => (items === undefined ? [] : [items, ...(items.anyOf ?? [])]));
  const all = [
    ...words,
    ...list.flatMap((shape) => (shape.const === undefined ? (shape.oneOf ?? []) : [shape])),
  ]
    .filter((one) => one.const !== undefined && one.description !== undefined)
    .map((one) => `- \`${String(one.const)}\`: ${one.description}`);
  return all.length < 2 ? text : `${text}\n\n${all.join('\n')}`;
}

interface FoundNode {
  readonly node: Node;
  readonly path: Path;
  readonly isKey: boolean;
  readonly source: PolicySource;
}

/** The smallest node at an offset, with its path. For a key that of its value. */
export function nodeAt({ sources }: Analysis, offset: number): FoundNode | undefined {
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
