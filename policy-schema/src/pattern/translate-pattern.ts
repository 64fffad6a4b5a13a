import { parsePattern } from './parse-pattern.ts';
import { PatternError } from './pattern-error.ts';
import { leastLength, stepCount } from './pattern-node.ts';
import { writeExpression } from './write-expression.ts';

/**
 * Most steps of a pattern with all its repetitions written out. In the worst case every step costs time at every
 * character of a text.
 */
const mostSteps = 200;
/** Most characters of the expression that it becomes: V8 optimises none that is longer. */
const longest = 20_000;

/** Whether RE2 takes a pattern as it was written. */
export type IsLinear = (text: string, ignoreCase: boolean) => boolean;

/**
 * A policy's own pattern as the source of a JavaScript regular expression without flags, which means the same and can
 * be run in linear time. Throws `PatternError` for what is not accepted. RE2 has the last word where it is given: it is
 * larger than all the rest, so editors in a browser may do without.
 */
export function translatePattern(text: string, ignoreCase: boolean, isLinear?: IsLinear): string {
  const whole = [0, text.length] as const;
  const node = parsePattern(text, ignoreCase);
  if (leastLength(node) === 0) {
    throw new PatternError(
      'pattern-may-be-empty',
      whole,
      'The pattern also matches nothing at all.',
      'Write it so that every match has at least one character.',
    );
  }
  const expression = stepCount(node) > mostSteps ? undefined : writeExpression(node);
  if (expression === undefined || expression.length > longest) {
    throw new PatternError(
      'pattern-too-large',
      whole,
      `The pattern has more than ${mostSteps} steps when its repetitions are written out.`,
      'Use smaller numbers, or + for any number.',
    );
  }
  if (isLinear?.(text, ignoreCase) === false) throw refused(text);
  try {
    const compiled = new RegExp(expression);
    // An expression is compiled when it is first run, for texts of one byte and of two.
    for (const tried of ['a', '\u4e00']) compiled.test(tried);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw refused(text, cause);
  }
  return expression;
}

const refused = (text: string, cause?: unknown): PatternError =>
  new PatternError(
    'pattern-refused',
    [0, text.length],
    'The pattern is not one that can be run in linear time.',
    'Write it in simpler parts.',
    { cause },
  );
