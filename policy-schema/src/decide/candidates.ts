import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { ClassRules } from '../compile/rule-index.ts';
import { type OperationClass, operationClasses } from '../operation/operation-class.ts';
import type { Target } from '../operation/target.ts';
import type { DecideContext } from './decide-context.ts';

const position: ReadonlyMap<string, number> = new Map(operationClasses.map((name, i) => [name, i]));

const merged = (a: readonly CompiledRule[], b: readonly CompiledRule[]): readonly CompiledRule[] =>
  a.length === 0 ? b : b.length === 0 ? a : a.concat(b);

/** The rules of a kind that may match one of the classes and the target, each once. */
export function candidates(
  context: DecideContext,
  classes: readonly OperationClass[],
  target: Target,
  kind: keyof ClassRules,
): readonly CompiledRule[] {
  let found: readonly CompiledRule[] | undefined;
  for (const name of classes) {
    const rules = context.rules.byClass[position.get(name) ?? -1]?.[kind];
    if (rules === undefined) continue;
    const { collection } = target;
    const own =
      collection.is === 'one' ? merged(rules.byCollection.get(collection.name) ?? [], rules.rest) : rules.all;
    const before: readonly CompiledRule[] | undefined = found;
    found = before === undefined ? own : before.concat(own.filter((rule) => !before.includes(rule)));
  }
  return found ?? [];
}
