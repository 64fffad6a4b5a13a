import { isScalar, type Scalar } from 'yaml';
import { scalarOffsets } from '../../compile/scalar-offsets.ts';
import type { Analysis } from '../analyse.ts';
import { ruleNodes } from '../document/rule-at.ts';
import { ruleNode } from '../document/rule-node.ts';

/** Kinds of words in conditions, by the names that editors have for them. */
export const tokenKinds = [
  'variable',
  'property',
  'function',
  'string',
  'number',
  'operator',
  'keyword',
] as const;
export type TokenKind = (typeof tokenKinds)[number];

/** A word of a condition, by offsets of the document; never over the end of a line. */
export interface ConditionToken {
  readonly start: number;
  readonly end: number;
  readonly kind: TokenKind;
}

const word =
  /(?<string>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(?<number>\d+(?:\.\d+)?u?)|(?<name>[A-Za-z_]\w*)|(?<operator>&&|\|\||[=!<>]=|[<>!?:+\-*/%])/g;

/** The words of all conditions of a document, for colours. */
export function conditionTokens(analysis: Analysis): readonly ConditionToken[] {
  return ruleNodes(analysis).flatMap((rule) => {
    const node = ruleNode(rule, 'when');
    return isScalar(node) && typeof node.value === 'string'
      ? tokensOf(analysis.file.text, node, node.value)
      : [];
  });
}

function tokensOf(text: string, node: Scalar, value: string): ConditionToken[] {
  const offsets = scalarOffsets(text, node);
  const tokens: ConditionToken[] = [];
  for (const { index, groups = {}, 0: found } of value.matchAll(word)) {
    const kind = kindOf(groups, found, value, index);
    let start = offsets[index]!;
    const end = offsets[index + found.length]!;
    // What runs over lines is told line by line.
    for (const piece of text.slice(start, end).split('\n')) {
      const shown = piece.trim();
      const from = start + piece.indexOf(shown);
      if (shown !== '') tokens.push({ start: from, end: from + shown.length, kind });
      start += piece.length + 1;
    }
  }
  return tokens;
}

function kindOf(
  groups: Readonly<Record<string, string | undefined>>,
  found: string,
  value: string,
  index: number,
): TokenKind {
  if (groups.string !== undefined) return 'string';
  if (groups.number !== undefined) return 'number';
  if (groups.operator !== undefined) return 'operator';
  if (['true', 'false', 'null', 'in'].includes(found)) return 'keyword';
  if (/^\s*\(/.test(value.slice(index + found.length))) return 'function';
  if (value[index - 1] === '.') return 'property';
  return 'variable';
}
