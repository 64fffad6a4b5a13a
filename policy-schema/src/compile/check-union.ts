import { isScalar, type Node } from 'yaml';
import { checkRuleShape } from './check-rule-shape.ts';
import { checkShape, type ShapeContext } from './check-shape.ts';
import { didYouMean } from './did-you-mean.ts';
import { accepts, typeOf, wantedBy } from './json-type.ts';
import type { Remedy } from './remedy.ts';
import type { Shape } from './shape.ts';

/** Of several shapes the one that the node was meant for: by effect for rules, else by type. */
export function checkUnion(
  context: ShapeContext,
  node: Node | null | undefined,
  shapes: readonly Shape[],
): void {
  const { source, name } = context;
  if (shapes.every((shape) => shape.properties?.effect !== undefined)) {
    checkRuleShape(context, node, shapes);
    return;
  }
  const type = typeOf(node);
  const fitting = shapes.filter((shape) => accepts(shape, type));
  const words = fitting.flatMap((shape) => (shape.const === undefined ? [] : [String(shape.const)]));
  if (fitting.length === 1 && words.length === 0) {
    checkShape(context, node, fitting[0]!);
    return;
  }
  if (words.length > 0 && isScalar(node)) {
    if (words.includes(String(node.value))) return;
    const open = fitting.filter((shape) => shape.const === undefined);
    if (open.length === 1) {
      checkShape(context, node, open[0]!);
      return;
    }
    source.at(
      node,
      'unknown-word',
      `${name} cannot be ${String(node.value)}.`,
      unionRemedy(String(node.value), words, shapes),
    );
    return;
  }
  // Words beside a shape that takes any text of a form are but examples of it.
  const closed = shapes.filter(
    (shape) =>
      shape.const === undefined || !shapes.some((o) => o.const === undefined && o.type === shape.type),
  );
  const wanted = [...new Set(closed.map(wantedBy))].join(', or ');
  source.at(node, 'wrong-type', `${name} must be ${wanted}.`, `Write ${wanted}.`);
}

const unionRemedy = (word: string, words: readonly string[], shapes: readonly Shape[]): Remedy =>
  shapes.some(({ type }) => type === 'array')
    ? `Write ${words.join(', ')}, or a list: [${word}].`
    : didYouMean(word, words, '');
