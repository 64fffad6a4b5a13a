import type { ASTNode } from '@marcbachmann/cel-js';
import { didYouMean } from '../compile/did-you-mean.ts';
import type { Remedy } from '../compile/remedy.ts';
import type { ConditionProblem } from './condition.ts';
import { variableNames } from './variables.ts';

/** What the profile's walk learns of an expression. */
export interface ProfileReading {
  /** Paths read, e.g. `identity.claims.dept`, with where they stand. */
  readonly paths: readonly {
    readonly path: readonly string[];
    readonly start: number;
    readonly end: number;
  }[];
  /** Those of them that stand inside `has()`. */
  readonly tested: readonly (readonly string[])[];
  readonly problems: readonly ConditionProblem[];
}

const operators = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', '||', '&&', '!_', '?:', 'list']);
const textTests = new Set(['startsWith', 'endsWith', 'contains']);
const quantifiers = new Set(['exists', 'all', 'exists_one']);
const allowed = 'comparison, in, has, &&, ||, !, ?:, exists, all, exists_one, startsWith, endsWith, contains';

const childrenOf = (node: ASTNode): ASTNode[] => {
  const isNode = (value: unknown): value is ASTNode =>
    typeof value === 'object' && value !== null && 'op' in value;
  return [node.args].flat(2).filter(isNode);
};

/** The path of a field access from a variable, or undefined when the node is something else. */
const pathOf = (node: ASTNode): string[] | undefined => {
  if (node.op === 'id') return [node.args];
  if (node.op === '.') {
    const base = pathOf(node.args[0]);
    return base && [...base, node.args[1]];
  }
  if (node.op === '[]' && node.args[1].op === 'value' && typeof node.args[1].args === 'string') {
    const base = pathOf(node.args[0]);
    return base && [...base, node.args[1].args];
  }
  return undefined;
};

/** Walks an expression and reports everything outside our profile of CEL. */
export function checkProfile(root: ASTNode): ProfileReading {
  const paths: { path: readonly string[]; start: number; end: number }[] = [];
  const tested: (readonly string[])[] = [];
  const problems: ConditionProblem[] = [];
  const report = (node: ASTNode, code: string, message: string, remedy: Remedy): void => {
    problems.push({ start: node.range.start, end: node.range.end, code, message, remedy });
  };

  const walk = (node: ASTNode, bound: string | undefined): void => {
    const path = pathOf(node);
    if (path !== undefined) {
      if (path[0] !== bound) paths.push({ path, ...node.range });
      return;
    }
    switch (node.op) {
      case 'value':
        if (typeof node.args === 'object' && node.args !== null) {
          report(
            node,
            'when-forbidden',
            'Bytes and unsigned numbers are not part of conditions.',
            'Use text or numbers.',
          );
        }
        return;
      case '-_':
        if (node.args.op === 'value') return;
        report(node, 'when-forbidden', 'Conditions do not compute.', 'Compare with a number.');
        return;
      case 'call': {
        const [name, args] = node.args;
        const inner = args[0] && pathOf(args[0]);
        if (name !== 'has') {
          report(node, 'when-forbidden', `${name}() is not part of conditions.`, `Use ${allowed}.`);
          return;
        }
        if (inner === undefined || inner.length < 2) {
          report(node, 'when-forbidden', 'has() takes a field.', 'Write has(identity.claims.NAME).');
          return;
        }
        if (inner[0] !== bound) {
          paths.push({ path: inner, start: args[0]!.range.start, end: args[0]!.range.end });
          tested.push(inner);
        }
        return;
      }
      case 'rcall':
        walkMethod(node, bound);
        return;
      default:
        if (!operators.has(node.op)) {
          const what =
            node.op === '[]' ? 'An index that is not a text' : `The operator ${node.op.replaceAll('_', '')}`;
          report(node, 'when-forbidden', `${what} is not part of conditions.`, `Use ${allowed}.`);
        }
        for (const child of childrenOf(node)) walk(child, bound);
    }
  };

  const walkMethod = (node: Extract<ASTNode, { op: 'rcall' }>, bound: string | undefined): void => {
    const [name, receiver, args] = node.args;
    walk(receiver, bound);
    if (textTests.has(name)) {
      for (const arg of args) walk(arg, bound);
      return;
    }
    if (name === 'matches') {
      report(
        node,
        'when-forbidden',
        'matches() can take for ever, so it is not part of conditions.',
        'Use startsWith, endsWith or contains.',
      );
      return;
    }
    if (!quantifiers.has(name)) {
      const known = [...textTests, ...quantifiers];
      report(
        node,
        'when-forbidden',
        `${name}() is not part of conditions.`,
        didYouMean(name, known, `Use ${allowed}.`),
      );
      return;
    }
    if (bound !== undefined) {
      report(
        node,
        'when-nested',
        `${name}() stands inside another one.`,
        'One level is allowed: write two rules instead.',
      );
      return;
    }
    const variable = args[0]?.op === 'id' ? args[0].args : undefined;
    if (variable === undefined || args.length !== 2) {
      report(
        node,
        'when-forbidden',
        `${name}() takes a name and a condition.`,
        `Write identity.groups.${name}(g, g == "…").`,
      );
      return;
    }
    if ((variableNames as readonly string[]).includes(variable)) {
      report(
        args[0]!,
        'when-forbidden',
        `${variable} already means something.`,
        'Use another name, such as x.',
      );
      return;
    }
    walk(args[1]!, variable);
  };

  walk(root, undefined);
  return { paths, tested, problems };
}
