import type { Shape } from '../../compile/shape.ts';
import { alternatives } from '../document/shapes-at.ts';
import type { Candidate } from './completion.ts';

/** Keys that most rules do without, and that say nothing of who, what and how. */
const seldom = new Set(['when', 'mode', 'message', 'description', 'except', 'patterns']);

/** Numbers of places to fill, in the order in which they are asked for. */
function* numbers(): Generator<string, never> {
  for (let number = 1; ; number++) yield `$${number}`;
}

/** What stands behind a key before anything is typed: brackets, the keys that are needed, or the only word there is. */
function valueSnippet(shape: Shape, next: Iterator<string, never>): string {
  const all = alternatives(shape);
  const items = all.find(({ type }) => type === 'array')?.items;
  if (items !== undefined) {
    const inner = alternatives(items);
    return `[${inner.every(({ type }) => type === 'object') ? mapSnippet(inner, next) : next.next().value}]`;
  }
  if (all.every(({ type }) => type === 'object')) return mapSnippet(all, next);
  const [only] = all;
  return all.length === 1 && only?.const !== undefined ? String(only.const) : next.next().value;
}

/** A map with the keys that each of its shapes needs. */
function mapSnippet(shapes: readonly Shape[], next: Iterator<string, never>): string {
  const [first] = shapes;
  const needed = Object.entries(first?.properties ?? {}).filter(([key]) =>
    shapes.every(({ required = [] }) => required.includes(key)),
  );
  const pairs = needed.map(([key, inner]) => `${key}: ${valueSnippet(inner, next)}`);
  return `{ ${pairs.length === 0 ? next.next().value : pairs.join(', ')} }`;
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
      const words = new Set(shapes.flatMap((one) => one.properties?.[key]?.const ?? []));
      const chooses = words.size > 1;
      const required = shapes.every((one) => one.required?.includes(key) ?? false);
      found.set(key, {
        label: key,
        kind: 'key',
        insert: hasColon ? key : `${key}: ${chooses ? '$1' : valueSnippet(inner, numbers())}`,
        isSnippet: !hasColon,
        detail: required ? 'needed' : undefined,
        documentation: chooses
          ? `One of ${[...words].map((word) => `\`${word}\``).join(', ')}.`
          : (inner.description ?? alternatives(inner)[0]?.description),
        rank: (required ? 0 : seldom.has(key) ? 200 : 100) + i,
      });
    }
  }
  return [...found.values()];
}
