import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Shape } from './shape.ts';

/** The JSON type of a YAML node. */
export const typeOf = (node: Node | null | undefined): string => {
  if (isMap(node)) return 'object';
  if (isSeq(node)) return 'array';
  if (!isScalar(node) || node.value === null) return 'null';
  return typeof node.value;
};

const words: Readonly<Record<string, string>> = {
  object: 'a map of keys',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** What a shape wants, in words. */
export const wantedBy = (shape: Shape): string =>
  shape.const === undefined
    ? (words[shape.type ?? ''] ?? 'something else')
    : `the word ${String(shape.const)}`;

/** Whether a shape is about values of a JSON type. */
export const accepts = (shape: Shape, type: string): boolean =>
  shape.type === type || (shape.type === 'integer' && type === 'number');
