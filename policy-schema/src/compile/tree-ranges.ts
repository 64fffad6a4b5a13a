import {
  Alias,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  Pair,
  Scalar,
  YAMLMap,
  YAMLSeq,
} from 'yaml';

/** Moves the places of a node and of all below it. */
export function moveTree(node: unknown, to: (at: number) => number): void {
  if (isPair(node)) {
    moveTree(node.key, to);
    moveTree(node.value, to);
  } else if (isNode(node)) {
    // Written anew, not in place: nodes may share what says where they stand.
    if (node.range) node.range = [to(node.range[0]), to(node.range[1]), to(node.range[2])];
    if (isMap(node) || isSeq(node)) for (const item of node.items) moveTree(item, to);
  }
}

/** A copy of a node and of all below it that stands elsewhere. */
export function shiftedTree<One extends Node>(node: One, delta: number): One {
  return (delta === 0 ? node : copyOf(node, delta)) as One;
}

function copyOf(node: unknown, delta: number): unknown {
  if (isPair(node)) return Object.assign(new Pair(copyOf(node.key, delta), copyOf(node.value, delta)));
  if (!isNode(node)) return node;
  const copy = emptyOf(node);
  Object.assign(copy, node);
  if (node.range) copy.range = [node.range[0] + delta, node.range[1] + delta, node.range[2] + delta];
  if (isMap(node) || isSeq(node))
    (copy as YAMLSeq).items = (node.items as unknown[]).map((item) => copyOf(item, delta));
  return copy;
}

function emptyOf(node: Node): Node {
  if (isMap(node)) return new YAMLMap(node.schema);
  if (isSeq(node)) return new YAMLSeq(node.schema);
  return isAlias(node) ? new Alias(node.source) : new Scalar(null);
}

/** Whether two nodes say the same in the same way, the second `delta` behind the first. */
export function sameTree(one: unknown, other: unknown, delta: number): boolean {
  if (isPair(one))
    return isPair(other) && sameTree(one.key, other.key, delta) && sameTree(one.value, other.value, delta);
  if (!isNode(one) || !isNode(other)) return one === other;
  if (one.tag !== other.tag || one.constructor !== other.constructor) return false;
  if ((one.range === undefined) !== (other.range === undefined)) return false;
  if (one.range?.some((at, i) => at + delta !== other.range?.[i])) return false;
  if (isScalar(one)) return isScalar(other) && one.type === other.type && Object.is(one.value, other.value);
  if (!isMap(one) && !isSeq(one)) return true;
  const items = (other as YAMLSeq).items;
  return (
    one.flow === (other as YAMLSeq).flow &&
    one.items.length === items.length &&
    one.items.every((item, i) => sameTree(item, items[i], delta))
  );
}
