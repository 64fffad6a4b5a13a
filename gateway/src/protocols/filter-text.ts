import type { RequiredFilter, Scalar } from '@vectorgate/policy-schema';

const scalarText = (value: Scalar): string =>
  typeof value === 'string' ? JSON.stringify(value) : String(value);

/** A required filter in words: `tenant = "acme"`. It holds policy's literals and the caller's own claims only. */
export function filterText(filter: RequiredFilter, nested = false): string {
  switch (filter.op) {
    case 'and':
    case 'or': {
      const text = filter.of.map((part) => filterText(part, filter.of.length > 1)).join(` ${filter.op} `);
      return nested && filter.of.length > 1 ? `(${text})` : text;
    }
    case 'compare':
      return filter.test === 'eq'
        ? `${filter.field} = ${scalarText(filter.value)}`
        : `${filter.field} in [${filter.value.map(scalarText).join(', ')}]`;
  }
}
