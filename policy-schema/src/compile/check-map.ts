import { isScalar, type Node, type YAMLMap } from 'yaml';
import { checkShape, type ShapeContext } from './check-shape.ts';
import { didYouMean } from './did-you-mean.ts';
import { misplacedKey } from './misplaced-key.ts';
import type { Shape } from './shape.ts';

/** Checks the keys of a map: known, none missing, each value of its shape. */
export function checkMap(context: ShapeContext, node: YAMLMap, shape: Shape): void {
  const { source, name } = context;
  const properties = shape.properties ?? {};
  const any = Object.values(shape.patternProperties ?? {})[0];
  const seen = new Set<string>();
  for (const pair of node.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    seen.add(key);
    const inner = Object.hasOwn(properties, key) ? properties[key] : any;
    if (inner !== undefined) {
      checkShape({ ...context, name: key }, pair.value as Node | null, inner);
      continue;
    }
    const misplaced = misplacedKey(key, name, context.effect);
    if (misplaced !== undefined) source.at(pair.key, misplaced.code, misplaced.message, misplaced.remedy);
    else {
      const known = Object.keys(properties);
      const remedy = didYouMean(key, known, `Use one of: ${known.join(', ')}.`);
      source.at(pair.key, 'unknown-key', `${key} is not a key of ${name}.`, remedy);
    }
  }
  for (const key of shape.required ?? []) {
    if (seen.has(key)) continue;
    const whose = context.effect !== undefined && name === 'the rule' ? ` (effect ${context.effect})` : '';
    source.at(
      node.items[0]?.key ?? node,
      'missing-key',
      `${name}${whose} has no ${key}.`,
      `Add ${key}: ${example(properties[key])}.`,
    );
  }
  if (node.items.length < (shape.minProperties ?? 0)) {
    source.at(node, 'map-empty', `${name} is empty.`, 'Say what it is, or remove the key.');
  }
}

const example = (shape: Shape | undefined): string => {
  if (shape?.const !== undefined) return String(shape.const);
  return shape?.description?.replace(/[.:;,].*$/s, '').replace(/^./, (letter) => letter.toLowerCase()) ?? '…';
};
