import type { Shape } from '../../compile/shape.ts';
import { codeSpan } from '../../markdown/code-span.ts';

/** A keyword's description out of the schema, with the words that it may be; of a word its own. */
export function describe(shapes: readonly Shape[], word: string | undefined): string | undefined {
  const words = shapes.flatMap((shape) => (shape.const === undefined ? (shape.oneOf ?? []) : [shape]));
  const own = words.find(({ const: one }) => one !== undefined && String(one) === word);
  if (own?.description !== undefined) return `${codeSpan(String(own.const))}: ${own.description}`;
  const text = shapes.find(({ description }) => description !== undefined)?.description;
  if (text === undefined) return undefined;
  const list = shapes.flatMap(({ items }) => (items === undefined ? [] : [items, ...(items.anyOf ?? [])]));
  const all = [
    ...words,
    ...list.flatMap((shape) => (shape.const === undefined ? (shape.oneOf ?? []) : [shape])),
  ]
    .filter((one) => one.const !== undefined && one.description !== undefined)
    .map((one) => `- ${codeSpan(String(one.const))}: ${one.description}`);
  return all.length < 2 ? text : `${text}\n\n${all.join('\n')}`;
}
