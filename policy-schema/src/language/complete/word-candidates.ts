import type { Shape } from '../../compile/shape.ts';
import type { Candidate } from './completion.ts';

/** The words that a value of one of these shapes may be. */
export function wordCandidates(shapes: readonly Shape[], has: readonly string[]): Candidate[] {
  const words = shapes.flatMap((shape) => {
    const one = shape.const === undefined ? (shape.oneOf ?? []) : [shape];
    const truth =
      shape.type === 'boolean' && shape.const === undefined ? [{ const: true }, { const: false }] : [];
    return [...one, ...truth];
  });
  return words
    .filter((word) => word.const !== undefined && !has.includes(String(word.const)))
    .map((word, i) => ({
      label: String(word.const),
      kind: 'word',
      insert: String(word.const),
      detail: (word as Shape).description,
      rank: i,
    }));
}
