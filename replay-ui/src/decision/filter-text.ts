import { isObject, objectsOf, textOf } from '../records/is-object.ts';

const signs: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '≠',
  gt: '>',
  gte: '≥',
  lt: '<',
  lte: '≤',
  in: 'in',
  nin: 'not in',
};

const literal = (value: unknown): string =>
  Array.isArray(value) ? `(${value.map(literal).join(', ')})` : (JSON.stringify(value) ?? String(value));

/** A filter of the normalised operation as one line: `product = "blender" and tenant ≠ "globex"`. Empty for none. */
export function filterText(filter: unknown): string {
  if (!isObject(filter)) return '';
  const op = textOf(filter.op);
  if (op === 'and' || op === 'or') {
    const parts = objectsOf(filter.of).map((inner) => {
      const text = filterText(inner);
      return inner.op === 'and' || inner.op === 'or' ? `(${text})` : text;
    });
    return parts.join(` ${op} `);
  }
  if (op === 'not') return `not (${filterText(filter.of)})`;
  if (typeof filter.field === 'string') {
    const test = textOf(filter.test);
    return [filter.field, signs[test] ?? (test || op), 'value' in filter ? literal(filter.value) : '']
      .filter(Boolean)
      .join(' ');
  }
  if (op !== 'opaque') return op;
  return Array.isArray(filter.fields)
    ? `a condition on ${filter.fields.map(textOf).join(', ')}`
    : 'a condition that may be on any field';
}
