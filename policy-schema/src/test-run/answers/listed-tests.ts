import type { TextLines } from '../../language/document/text-lines.ts';
import { placeOfCase, placeOfTest } from '../place-of.ts';
import type { PreparedTests } from '../prepare-tests.ts';
import type { TestCase } from '../test-case.ts';
import type { ListedTest } from './test-answers.ts';

const testId = ({ document, test }: TestCase): string => `${document.written.metadata.name} › ${test}`;

/** The tests of a file with their cases, as editors list them. */
export function listedTests({ cases }: PreparedTests, lines: TextLines): readonly ListedTest[] {
  const rangeOf = (place: { start: number; end: number }) => lines.range(place.start, place.end);
  return [...Map.groupBy(cases, testId).values()].map((own) => ({
    id: testId(own[0]!),
    name: own[0]!.test,
    range: rangeOf(placeOfTest(own[0]!)),
    cases: own.map((one) => ({
      id: one.id,
      name: `${one.identity}, ${one.operation}`,
      range: rangeOf(placeOfCase(one)),
    })),
  }));
}
