import { type OperationClass, operationClasses } from '../operation/operation-class.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { compileGlob, type Glob, matchesGlob } from './glob.ts';

/** How many `when` conditions one connection, collection and class may have: evaluation is the dear part of a decision. */
export const mostConditions = 6;

type Report = (rule: CompiledRule, code: string, message: string, remedy: string) => void;

/** Names that stand for all collections that some patterns have in common: of each pattern, and of each pair. */
function witnesses(globs: readonly Glob[]): Set<string> {
  const names = new Set<string>(['']);
  const ends = globs.map(({ parts }) => ({ head: parts[0]!, tail: parts.length > 1 ? parts.at(-1)! : '' }));
  for (const glob of globs) {
    const { parts } = glob;
    names.add(parts.join(''));
    if (parts.length > 1) names.add(parts.join('\u0001'));
  }
  for (const a of ends) for (const b of ends) names.add(a.head + b.tail);
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
  for (const collection of names) {
    const together = rules.filter(
      ({ resources }) => resources?.collections?.some((glob) => matchesGlob(glob, collection)) ?? true,
    );
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
