import { type OperationClass, operationClasses } from '../operation/operation-class.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { compileGlob, type Glob, matchesGlob } from './glob.ts';

/** How many `when` conditions one connection, collection and class may have: evaluation is the dear part of a decision. */
export const mostConditions = 6;

type Report = (rule: CompiledRule, code: string, message: string, remedy: string) => void;

/**
 * Names that stand for all collections that some patterns have in common: of each pattern, and of each pair. What a name
 * without a star has in common with anything is itself.
 */
function witnesses(globs: readonly Glob[]): Set<string> {
  const names = new Set<string>(['']);
  const [heads, tails] = [new Set<string>(), new Set<string>()];
  for (const { parts } of globs) {
    names.add(parts.join(''));
    if (parts.length === 1) continue;
    names.add(parts.join('\u0001'));
    heads.add(parts[0]!);
    tails.add(parts.at(-1)!);
  }
  for (const head of heads) for (const tail of tails) names.add(head + tail);
  return names;
}

/** Reports every rule with a condition beyond the sixth for one connection, collection and class. */
export function checkConditionCount(rules: readonly CompiledRule[], report: Report): void {
  const conditional = rules.filter(({ when }) => when !== undefined);
  if (conditional.length <= mostConditions) return;
  const connections = new Set<string | undefined>([
    undefined,
    ...conditional.flatMap(({ resources }) => resources?.connections ?? []),
  ]);
  const names = witnesses(
    conditional.flatMap(({ resources }) => resources?.collections ?? [compileGlob('*')]),
  );
  const reported = new Set<CompiledRule>();
  for (const connection of connections) {
    for (const [i, name] of operationClasses.entries()) {
      const own = conditional.filter(({ classes, resources }) => {
        const named = resources?.connections;
        return (
          (classes & (1 << i)) !== 0 &&
          (named === undefined || (connection !== undefined && named.includes(connection)))
        );
      });
      if (own.length > mostConditions) checkOne(own, names, connection, name, reported, report);
    }
  }
}

function checkOne(
  rules: readonly CompiledRule[],
  names: ReadonlySet<string>,
  connection: string | undefined,
  operationClass: OperationClass,
  reported: Set<CompiledRule>,
  report: Report,
): void {
  const byName = new Map<string, CompiledRule[]>();
  const starred: CompiledRule[] = [];
  const order = new Map(rules.map((rule, i) => [rule, i]));
  for (const rule of rules) {
    const globs = rule.resources?.collections;
    if (globs === undefined || globs.some(({ parts }) => parts.length > 1)) starred.push(rule);
    else
      for (const text of new Set(globs.map((glob) => glob.text)))
        byName.set(text, [...(byName.get(text) ?? []), rule]);
  }
  for (const collection of names) {
    const named = byName.get(collection) ?? [];
    if (named.length + starred.length <= mostConditions) continue;
    const together = [
      ...named,
      ...starred.filter(
        ({ resources }) => resources?.collections?.some((glob) => matchesGlob(glob, collection)) ?? true,
      ),
    ].sort((a, b) => order.get(a)! - order.get(b)!);
    for (const rule of together.slice(mostConditions)) {
      if (reported.has(rule)) continue;
      reported.add(rule);
      const place = connection === undefined ? 'one connection' : `connection ${connection}`;
      const message = `${together.length} rules with a when meet on ${operationClass} of one collection of ${place}; ${mostConditions} may.`;
      report(
        rule,
        'when-too-many',
        message,
        'Say it with principals, resources or limits, or join conditions into one rule.',
      );
    }
  }
}
