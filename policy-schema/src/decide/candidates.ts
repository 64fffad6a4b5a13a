import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { ClassRules, RuleBucket } from '../compile/rule-index.ts';
import { type RuleList, rulesFor } from '../compile/rule-list.ts';
import type { Identity } from '../operation/identity.ts';
import { type OperationClass, operationClasses } from '../operation/operation-class.ts';
import type { Target } from '../operation/target.ts';
import type { DecideContext } from './decide-context.ts';

const position: ReadonlyMap<string, number> = new Map(operationClasses.map((name, i) => [name, i]));

const merged = (a: readonly CompiledRule[], b: readonly CompiledRule[]): readonly CompiledRule[] =>
  a.length === 0 ? b : b.length === 0 ? a : a.concat(b);

const rulesIn = (list: RuleList, identity: Identity | undefined): readonly CompiledRule[] =>
  identity === undefined ? list.rules : rulesFor(list, identity);

/** Those of a bucket that may be about the target, each once, and about the identity where one is given. */
export function rulesAbout(
  bucket: RuleBucket,
  { collection }: Target,
  identity?: Identity,
): readonly CompiledRule[] {
  if (collection.is !== 'one') return rulesIn(bucket.all, identity);
  const named = bucket.byCollection.get(collection.name);
  const rest = rulesIn(bucket.rest, identity);
  return named === undefined ? rest : merged(rulesIn(named, identity), rest);
}

/** Those of a bucket that may be about the caller and the target, each once. */
export const candidatesOf = (
  context: DecideContext,
  bucket: RuleBucket,
  target: Target,
): readonly CompiledRule[] => rulesAbout(bucket, target, context.input.identity);

/** The rules of a kind that may match a class; undefined where there are none. */
export const bucketOf = (
  { rules }: DecideContext,
  name: OperationClass,
  kind: keyof ClassRules,
): RuleBucket | undefined => rules.byClass[position.get(name) ?? -1]?.[kind];

/** The rules of a kind that may match one of the classes, the caller and the target, each once. */
export function candidates(
  context: DecideContext,
  classes: readonly OperationClass[],
  target: Target,
  kind: keyof ClassRules,
): readonly CompiledRule[] {
  let found: readonly CompiledRule[] | undefined;
  for (const name of classes) {
    const bucket = bucketOf(context, name, kind);
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
