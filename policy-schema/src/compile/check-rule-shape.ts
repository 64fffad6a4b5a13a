import { isMap, isScalar, type Node } from 'yaml';
import { checkMap } from './check-map.ts';
import type { ShapeContext } from './check-shape.ts';
import { closestWord } from './closest-word.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Shape } from './shape.ts';
import { replay, takeNote } from './take-note.ts';

/**
 * Checks a rule by the shape of its effect; one without a difference is noted as sound, one that differs by surplus keys
 * only as near: the rest of its meaning can be checked as well.
 */
export function checkRuleShape(
  context: ShapeContext,
  node: Node | null | undefined,
  shapes: readonly Shape[],
): void {
  const { source } = context;
  const note = source.noteOf(node);
  if (note === undefined || !isMap(node)) {
    check(context, node, shapes);
    return;
  }
  if (note.shape === undefined) {
    const problems = takeNote(source, node, () => check(context, node, shapes));
    const grade = source.sound.has(node) ? 'sound' : source.near.has(node) ? 'near' : undefined;
    if (problems !== undefined) note.shape = { problems, grade };
    return;
  }
  replay(source, node, note.shape.problems);
  if (note.shape.grade !== undefined) source[note.shape.grade].add(node);
}

function check(context: ShapeContext, node: Node | null | undefined, shapes: readonly Shape[]): void {
  const { source } = context;
  if (!isMap(node)) {
    source.at(node, 'wrong-type', 'A rule must be a map of keys.', 'Begin with "- id: NAME".');
    return;
  }
  const effects = shapes.map((shape) => String(shape.properties!.effect!.const));
  const effect = node.get('effect', true);
  if (effect === undefined) {
    const keys = [...new Set(shapes.flatMap((shape) => Object.keys(shape.properties ?? {})))];
    for (const { key } of node.items) {
      const word = isScalar(key) ? String(key.value) : '';
      if (keys.includes(word) || closestWord(word, keys) !== 'effect') continue;
      source.at(key, 'unknown-key', `${word} is not a key of the rule.`, didYouMean(word, keys, ''));
      return;
    }
    source.at(
      node.items[0]?.key ?? node,
      'missing-key',
      'The rule has no effect.',
      `Add effect: ${effects.join(', ')}.`,
    );
    return;
  }
  const at = effects.indexOf(String(isScalar(effect) ? effect.value : ''));
  if (at === -1) {
    const word = isScalar(effect) ? String(effect.value) : '';
    source.at(
      effect,
      'unknown-word',
      `effect cannot be ${word === '' ? 'this' : word}.`,
      didYouMean(word, effects, ''),
    );
    return;
  }
  const before = source.problems.length;
  checkMap({ ...context, name: 'the rule', effect: effects[at]! }, node, shapes[at]!);
  const found = source.problems.slice(before);
  if (found.length === 0) source.sound.add(node);
  else if (found.every(({ code }) => code === 'unknown-key')) source.near.add(node);
}
