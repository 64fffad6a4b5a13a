import type { CodePoints } from './code-points.ts';

/** What a pattern says, read. Every leaf that takes text takes exactly one code point. */
export type PatternNode =
  | { readonly kind: 'one'; readonly of: CodePoints }
  | { readonly kind: 'edge'; readonly edge: '^' | '$' | '\\b' | '\\B' }
  | { readonly kind: 'sequence' | 'choice'; readonly of: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly of: PatternNode;
      readonly least: number;
      /** `Infinity`: as often as it goes. */
      readonly most: number;
      readonly lazy: boolean;
    };

/** How many code points a text has at least that a pattern matches. */
export function leastLength(node: PatternNode): number {
  switch (node.kind) {
    case 'one':
      return 1;
    case 'edge':
      return 0;
    case 'sequence':
      return node.of.reduce((sum, part) => sum + leastLength(part), 0);
    case 'choice':
      return Math.min(...node.of.map(leastLength));
    case 'repeat':
      return node.least === 0 ? 0 : node.least * leastLength(node.of);
  }
}

/** How many steps a pattern has with every repetition written out. */
export function stepCount(node: PatternNode): number {
  switch (node.kind) {
    case 'one':
    case 'edge':
      return 1;
    case 'sequence':
    case 'choice':
      return node.of.reduce((sum, part) => sum + stepCount(part), 0);
    case 'repeat':
      return stepCount(node.of) * (node.most === Infinity ? node.least + 1 : node.most);
  }
}
