import { type ASTNode, parse } from '@marcbachmann/cel-js';
import { balanced, withoutTexts } from './balanced.ts';

/** A part of a condition that is true or false by itself. */
export interface SubExpression {
  /** Offsets in the condition's text; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** `test`: nothing below it is true or false by itself. */
  readonly op: 'and' | 'or' | 'not' | 'choice' | 'test';
  /** Of `choice` the question, then what holds if so, then what holds if not. */
  readonly parts: readonly SubExpression[];
}

const ops: Readonly<Record<string, SubExpression['op']>> = {
  '&&': 'and',
  '||': 'or',
  '!_': 'not',
  '?:': 'choice',
};

/** The parts of a condition that compiles, as a tree; `a && b && c` is one with three parts. */
export function subExpressions(source: string): SubExpression {
  const plain = withoutTexts(source);
  const read = (node: ASTNode): SubExpression => {
    const { start, end } = balanced(plain, node.range.start, node.range.end);
    const op = ops[node.op] ?? 'test';
    const children = op === 'test' ? [] : ([node.args].flat() as ASTNode[]);
    const parts = children.map(read).flatMap((part, i) => {
      // A chain of one word without brackets is one expression.
      const chained = (op === 'and' || op === 'or') && children[i]!.op === node.op;
      return chained ? part.parts : [part];
    });
    return { start, end, text: source.slice(start, end), op, parts };
  };
  return read(parse(source).ast);
}

/** An expression and all below it, from left to right. */
export function* everyPart(expression: SubExpression): Generator<SubExpression> {
  yield expression;
  for (const part of expression.parts) yield* everyPart(part);
}
