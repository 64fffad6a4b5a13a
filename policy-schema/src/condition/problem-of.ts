import type { TypeError as CelTypeError, ParseError } from '@marcbachmann/cel-js';
import { didYouMean } from '../compile/did-you-mean.ts';
import type { ConditionProblem } from './condition.ts';
import * as variables from './variables.ts';

/** What there may be so many of, by the engine's names. */
const bounded: Readonly<Record<string, string>> = {
  AstNodes: 'parts',
  Depth: 'levels',
  ListElements: 'entries in a list',
  CallArguments: 'arguments of a function',
  MapEntries: 'entries in a map',
};

/** An error of the engine as a problem of ours: its place, what is meant, and the nearest known name. */
export const problemOf = (
  error: ParseError | CelTypeError,
  source: string,
  claims: readonly string[] | undefined,
): ConditionProblem => {
  const { start, end } = error.range ?? { start: 0, end: source.length };
  const text = source.slice(start, end);
  const index = /\.claims\["([^"]*)"\]$/.exec(text)?.[1];
  const word = index ?? text;
  const before = source.slice(0, start);
  const summary = (error.summary ?? error.message).split('\n')[0]!.replace(/\.$/, '');
  const known =
    index !== undefined || /claims\.$/.test(before)
      ? (claims ?? [])
      : /identity\.$/.test(before)
        ? [...Object.keys(variables.identityFields), 'claims']
        : /target\.$/.test(before)
          ? Object.keys(variables.targetFields)
          : /request\.$/.test(before)
            ? Object.keys(variables.requestFields)
            : [...variables.variableNames];
  const bound = /max(\w+) \((\d+)\)/.exec(summary);
  const unknown = error.code === 'unknown_variable' || error.code === 'no_such_key';
  return {
    start,
    end: Math.max(end, Math.min(start + 1, source.length)),
    code: unknown
      ? 'when-unknown-name'
      : bound
        ? 'when-too-large'
        : error.name === 'ParseError'
          ? 'when-syntax'
          : 'when-type',
    message: unknown
      ? `There is no ${word} here.`
      : bound
        ? `The condition has more than ${bound[2]} ${bounded[bound[1]!]}.`
        : `The condition does not hold together: ${summary}.`,
    remedy: unknown
      ? didYouMean(word, known, 'Use a declared claim.')
      : bound
        ? 'Shorten it, or write several rules.'
        : 'Correct the condition.',
  };
};
