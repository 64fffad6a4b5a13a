import { RE2JS, RE2JSException } from 're2js';
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

/**
 * A policy's own pattern as the source of a JavaScript regular expression without flags, which means the same and can
 * be run in linear time. Throws `PatternError` for what is not accepted.
 */
export function compilePattern(text: string, ignoreCase: boolean): string {
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
  refuseWhatEnginesRefuse(text, ignoreCase, expression);
  return expression;
}

/** The last word: RE2 must take the pattern as it was written, and JavaScript what it became. */
function refuseWhatEnginesRefuse(text: string, ignoreCase: boolean, expression: string): void {
  try {
    RE2JS.compile(text, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    const compiled = new RegExp(expression);
    // An expression is compiled when it is first run, for texts of one byte and of two.
    for (const tried of ['a', '\u4e00']) compiled.test(tried);
  } catch (cause) {
    if (!(cause instanceof RE2JSException) && !(cause instanceof SyntaxError)) throw cause;
    throw new PatternError(
      'pattern-refused',
      [0, text.length],
      'The pattern is not one that can be run in linear time.',
      'Write it in simpler parts.',
      { cause },
    );
  }
}
