import type { Node } from 'yaml';
import type { PolicySource } from './policy-source.ts';
import type { NotedProblem } from './rule-notes.ts';

/** Does something about a rule and gives the problems that it reported; undefined where one lies outside of the rule. */
export function takeNote(
  source: PolicySource,
  node: Node,
  work: () => void,
): readonly NotedProblem[] | undefined {
  const before = source.problems.length;
  work();
  const [from, , to] = node.range ?? [0, 0, -1];
  const found = source.problems.slice(before);
  if (found.some(({ start, end }) => start < from || end > to)) return undefined;
  return found.map(({ start, end, code, message, remedy, replacement }) => ({
    start: start - from,
    end: end - from,
    code,
    message,
    remedy,
    ...(replacement !== undefined && { replacement }),
  }));
}

/** Reports what was noted about a rule of the same text. */
export function replay(source: PolicySource, node: Node, problems: readonly NotedProblem[]): void {
  const [from] = node.range ?? [0];
  for (const { start, end, code, message, remedy, replacement } of problems)
    source.report(
      from + start,
      from + end,
      code,
      message,
      replacement === undefined ? remedy : { text: remedy, replacement },
    );
}
