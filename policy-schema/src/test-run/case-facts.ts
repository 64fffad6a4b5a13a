import { TextLines } from '../language/document/text-lines.ts';
import { bothSides } from './compare.ts';
import { placeOfCase, placeOfExpectation } from './place-of.ts';
import type { CaseResult } from './run-case.ts';

/** A result in the words of all formats. */
export interface CaseFacts {
  readonly passed: boolean;
  /** 1-based, of the case, or of the first thing that is not as expected. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** What is not as expected, one sentence. */
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  /** What the rules did, one sentence each. */
  readonly trace: readonly string[];
}

/** Why a case failed, and where that is written. */
export function factsOf(result: CaseResult): CaseFacts {
  const { testCase, differences, observed, decision } = result;
  const [first] = differences;
  const place = first === undefined ? placeOfCase(testCase) : placeOfExpectation(testCase, first.key);
  const { start, end } = new TextLines(testCase.document.source.text).range(place.start, place.end);
  return {
    passed: first === undefined,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    message: messageOf(result),
    ...bothSides(testCase.expect, observed),
    trace: decision.operations.flatMap(({ trace }) => trace.map(({ text }) => text)),
  };
}

function messageOf({ differences, testCase: { identity, operation } }: CaseResult): string {
  if (differences.length === 0) return '';
  const keys = differences.map(({ key }) => key);
  const named = keys.length < 2 ? keys.join('') : `${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}`;
  const [effect] = differences;
  return effect!.key === 'effect'
    ? `${operation} by ${identity}: ${String(effect!.expected)} expected, ${String(effect!.actual)} decided.`
    : `${operation} by ${identity}: ${named} ${keys.length === 1 ? 'is' : 'are'} not as expected.`;
}
