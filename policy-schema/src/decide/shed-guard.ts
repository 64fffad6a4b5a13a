import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { Operation } from '../operation/operation.ts';
import type { DecideContext } from './decide-context.ts';
import { matchResources } from './match-resources.ts';
import { no, yes } from './tri.ts';

/**
 * A rule that binds what an operation renames, copies or aliases, for whomever, and would not bind it under the new
 * name (combining, point 9). What reads the target in its `when` may answer otherwise there.
 */
export function shedGuard(context: DecideContext, operation: Operation): CompiledRule | undefined {
  const { renamesTo } = operation;
  if (renamesTo === undefined) return undefined;
  const connection = context.input.connection.name;
  return context.rules.binding.find((rule) => {
    if (rule.resources === undefined && rule.when?.readsTarget !== true) return false;
    const binds = operation.targets.some(
      (target) => matchResources(rule.resources, connection, target) !== no,
    );
    return (
      binds &&
      (rule.when?.readsTarget === true || matchResources(rule.resources, connection, renamesTo) !== yes)
    );
  });
}
