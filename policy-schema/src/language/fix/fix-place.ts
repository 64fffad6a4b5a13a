import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Path, PolicySource } from '../../compile/policy-source.ts';
import type { Analysis } from '../analyse.ts';
import type { PolicyDiagnostic } from '../diagnose/policy-diagnostic.ts';

/** The place of a diagnostic in the tree of its document. */
export class FixPlace {
  readonly analysis: Analysis;
  readonly diagnostic: PolicyDiagnostic;
  readonly source: PolicySource;
  readonly node: Node;
  /** Whether the node is a key. */
  readonly isKey: boolean;
  /** From the root to what the node stands in. */
  readonly above: readonly (Node | Pair)[];

  constructor(
    analysis: Analysis,
    diagnostic: PolicyDiagnostic,
    source: PolicySource,
    node: Node,
    isKey: boolean,
    above: readonly (Node | Pair)[],
  ) {
    this.analysis = analysis;
    this.diagnostic = diagnostic;
    this.source = source;
    this.node = node;
    this.isKey = isKey;
    this.above = above;
  }

  /** The node whose range is exactly that of the diagnostic. */
  static at(analysis: Analysis, diagnostic: PolicyDiagnostic): FixPlace | undefined {
    const { start, end } = diagnostic;
    let found: FixPlace | undefined;
    for (const source of analysis.sources) {
      const [from, , to] = source.document.range ?? [0, 0, 0];
      if (start < from || end > to) continue;
      visit(source.document, {
        Node(key, node, above) {
          if (!node.range) return undefined;
          // Nothing below it can be the place.
          if (node.range[0] > start || (node.range[2] ?? node.range[1]) < end) return visit.SKIP;
          if (node.range[0] !== start) return undefined;
          const ends = node.range[1];
          if (ends !== end && !(ends === start && isScalar(node))) return undefined;
          found = new FixPlace(
            analysis,
            diagnostic,
            source,
            node,
            key === 'key',
            above.slice(1) as (Node | Pair)[],
          );
          return undefined;
        },
        Alias: () => visit.SKIP,
      });
    }
    return found;
  }

  get text(): string {
    return this.source.text;
  }

  /** The pair that the node is the key or the value of. */
  get pair(): Pair | undefined {
    const last = this.above.at(-1);
    return isPair(last) ? last : undefined;
  }

  /** The map that the node is a key, or a value, of. */
  get map(): YAMLMap | undefined {
    const one = this.above.at(isPair(this.above.at(-1)) ? -2 : -1);
    return isMap(one) ? one : undefined;
  }

  /** The list that the node is an entry of. */
  get list(): YAMLSeq | undefined {
    const last = this.above.at(-1);
    return isSeq(last) ? last : undefined;
  }

  /** The nearest pair above with one of these keys, and the map that it stands in. */
  enclosing(...keys: readonly string[]): { pair: Pair; map: YAMLMap } | undefined {
    for (let i = this.above.length - 1; i > 0; i--) {
      const [pair, map] = [this.above[i], this.above[i - 1]];
      if (isPair(pair) && isMap(map) && isScalar(pair.key) && keys.includes(String(pair.key.value)))
        return { pair, map };
    }
    return undefined;
  }

  /** The rule around the node, and its position. */
  get rule(): { node: YAMLMap; index: number } | undefined {
    const list = this.source.nodeAt(['spec', 'rules']);
    if (!isSeq(list)) return undefined;
    const index = list.items.findIndex((item) => item === this.node || this.above.includes(item as Node));
    const node = list.items[index];
    return isMap(node) ? { node, index } : undefined;
  }

  /** The path of the node. */
  get path(): Path {
    const path: (string | number)[] = [];
    for (const [i, one] of this.above.entries()) {
      if (isSeq(one)) path.push(one.items.indexOf((this.above[i + 1] ?? this.node) as Node));
      else if (isPair(one) && isScalar(one.key)) path.push(String(one.key.value));
    }
    return path;
  }

  /** A value of the rule around it. */
  inRule(...path: readonly (string | number)[]): Node | undefined {
    const node = this.rule?.node.getIn(path, true);
    return isNode(node) ? node : undefined;
  }
}
