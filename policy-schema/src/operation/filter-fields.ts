import type { Filter } from './filter.ts';

/** All fields that a filter refers to, sorted, or `all` when it may refer to any. */
export function filterFields(filter: Filter): 'all' | readonly string[] {
  const fields = new Set<string>();
  const walk = (node: Filter): boolean => {
    switch (node.op) {
      case 'and':
      case 'or':
        return node.of.every(walk);
      case 'not':
        return walk(node.of);
      case 'compare':
        fields.add(node.field);
        return true;
      case 'opaque':
        if (node.fields === 'all') return false;
        for (const field of node.fields) fields.add(field);
        return true;
    }
  };
  return walk(filter) ? [...fields].sort() : 'all';
}
