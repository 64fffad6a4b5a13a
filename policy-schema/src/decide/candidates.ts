import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { ClassRules, RuleBucket } from '../compile/rule-index.ts';
import { rulesFor } from '../compile/rule-list.ts';
import { type OperationClass, operationClasses } from '../operation/operation-class.ts';
import type { Target } from '../operation/target.ts';
import type { DecideContext } from './decide-context.ts';

const position: ReadonlyMap<string, number> = new Map(operationClasses.map((name, i) => [name, i]));

const merged = (a: readonly CompiledRule[], b: readonly CompiledRule[]): readonly CompiledRule[] =>
  a.length === 0 ? b : b.length === 0 ? a : a.concat(b);

/** Those of a bucket that may be about the caller and the target, each once. */
export function candidatesOf(
  context: DecideContext,
  bucket: RuleBucket,
  { collection }: Target,
): readonly CompiledRule[] {
  const { identity } = context.input;
  if (collection.is !== 'one') return rulesFor(bucket.all, identity);
  const named = bucket.byCollection.get(collection.name);
  const rest = rulesFor(bucket.rest, identity);
  return named === undefined ? rest : merged(rulesFor(named, identity), rest);
}

/** The rules of a kind that may match one of the classes, the caller and the target, each once. */
export function candidates(
  context: DecideContext,
  classes: readonly OperationClass[],
  target: Target,
  kind: keyof ClassRules,
): readonly CompiledRule[] {
  let found: readonly CompiledRule[] | undefined;
  for (const name of classes) {
    const bucket = context.rules.byClass[position.get(name) ?? -1]?.[kind];
    if (bucket === undefined) continue;
    const own = candidatesOf(context, bucket, target);
    if (found === undefined) {
      found = own;
      continue;
    }
    const before: ReadonlySet<CompiledRule> = new Set(found);
    found = found.concat(own.filter((rule) => !before.has(rule)));
  }
  return found ?? [];
}
