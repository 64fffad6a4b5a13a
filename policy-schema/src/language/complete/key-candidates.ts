import type { Shape } from '../../compile/shape.ts';
import { alternatives } from '../document/shapes-at.ts';
import type { Candidate } from './completion.ts';

/** What stands behind a key before anything is typed: brackets, braces, or the only word there is. */
function valueSnippet(shape: Shape): string {
  const all = alternatives(shape);
  if (all.some(({ type }) => type === 'array')) {
    const items = all.find(({ type }) => type === 'array')?.items;
    const inner = items !== undefined && alternatives(items).every(({ type }) => type === 'object');
    return inner ? '[{ $1 }]' : '[$1]';
  }
  if (all.every(({ type }) => type === 'object')) return '{ $1 }';
  const [only] = all;
  return all.length === 1 && only?.const !== undefined ? String(only.const) : '$1';
}

/** The keys that a map of one of these shapes may still have. */
export function keyCandidates(
  shapes: readonly Shape[],
  has: readonly string[],
  hasColon: boolean,
): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const shape of shapes) {
    const keys = Object.entries(shape.properties ?? {});
    for (const [i, [key, inner]] of keys.entries()) {
      if (has.includes(key) || found.has(key)) continue;
      // A key whose only word differs from shape to shape is what chooses among them.
      const words = new Set(shapes.map((one) => one.properties?.[key]?.const));
      const required = shapes.every((one) => one.required?.includes(key) ?? false);
      found.set(key, {
        label: key,
        kind: 'key',
        insert: hasColon ? key : `${key}: ${words.size > 1 ? '$1' : valueSnippet(inner)}`,
        isSnippet: !hasColon,
        detail: required ? 'needed' : undefined,
        documentation: inner.description ?? alternatives(inner)[0]?.description,
        rank: (required ? 0 : 100) + i,
      });
    }
  }
  return [...found.values()];
}
