import type { Comparison, Filter, Scalar } from '@vectorgate/policy-schema';
import type { JsonNode } from '../../json/json-node.ts';
import { numberValues } from '../../json/number-value.ts';
import { scalarOf } from '../../json/scalar-of.ts';
import { stringText } from '../../json/string-text.ts';
import { fieldOfKey } from './field-name.ts';
import { unreadable } from './unreadable.ts';

/** Operators of `where` on a metadata field (chroma rust/types/src/where_parsing.rs). */
const tests: Readonly<Record<string, Comparison>> = {
  $eq: 'eq',
  $ne: 'ne',
  $gt: 'gt',
  $gte: 'gte',
  $lt: 'lt',
  $lte: 'lte',
  $in: 'in',
  $nin: 'nin',
  $contains: 'contains',
  $not_contains: 'not-contains',
};

/** Operators on the text of a record, and whether they are negated. */
const textTests: Readonly<Record<string, boolean>> = {
  $contains: false,
  $not_contains: true,
  $regex: false,
  $not_regex: true,
};

const malformed = (name: string): Error =>
  unreadable(
    'malformed-filter',
    `${name} is not a filter as Chroma reads them.`,
    `Write ${name} with one field or operator per level.`,
  );

const only = (node: JsonNode, name: string): readonly [string, JsonNode] => {
  const [first] = node.kind === 'object' && node.members.size === 1 ? node.members.list : [];
  if (first === undefined) throw malformed(name);
  return [first.key, first.value];
};

const parts = (
  bytes: Buffer,
  value: JsonNode,
  name: string,
  read: (bytes: Buffer, node: JsonNode) => Filter,
): Filter[] => {
  if (value.kind !== 'array') throw malformed(name);
  return value.items.map((item) => read(bytes, item));
};

function scalar(bytes: Buffer, node: JsonNode): Scalar {
  const value = scalarOf(bytes, node);
  if (value === undefined) throw malformed('where');
  return value;
}

function scalars(bytes: Buffer, node: JsonNode): Scalar[] {
  if (node.kind === 'array' && node.items.length > 0) return node.items.map((item) => scalar(bytes, item));
  if (node.kind !== 'numbers') throw malformed('where');
  return numberValues(bytes, node);
}

const textFilter = (pattern: string, negated: boolean): Filter => {
  const found: Filter = { op: 'compare', field: '$document', test: 'text', value: pattern };
  return negated ? { op: 'not', of: found } : found;
};

/** Reads `where`. Throws `Refusal` for what Chroma would read differently or not at all. */
export function readWhere(bytes: Buffer, node: JsonNode): Filter {
  const [key, value] = only(node, 'where');
  if (key === '$and' || key === '$or')
    return { op: key === '$and' ? 'and' : 'or', of: parts(bytes, value, 'where', readWhere) };
  const field = fieldOfKey(key);
  if (value.kind !== 'object') return { op: 'compare', field, test: 'eq', value: scalar(bytes, value) };
  const [operator, operand] = only(value, 'where');
  if (key === '#document' && operator in textTests) {
    if (operand.kind !== 'string') throw malformed('where');
    return textFilter(stringText(bytes, operand), textTests[operator]!);
  }
  const test = Object.hasOwn(tests, operator) ? tests[operator] : undefined;
  if (test === undefined) throw malformed('where');
  const list = test === 'in' || test === 'nin';
  return { op: 'compare', field, test, value: list ? scalars(bytes, operand) : scalar(bytes, operand) };
}

/** Reads `where_document`, a filter over the text of records. */
export function readWhereDocument(bytes: Buffer, node: JsonNode): Filter {
  const [key, value] = only(node, 'where_document');
  if (key === '$and' || key === '$or') {
    return {
      op: key === '$and' ? 'and' : 'or',
      of: parts(bytes, value, 'where_document', readWhereDocument),
    };
  }
  const negated = Object.hasOwn(textTests, key) ? textTests[key] : undefined;
  if (negated === undefined || value.kind !== 'string') throw malformed('where_document');
  return textFilter(stringText(bytes, value), negated);
}
