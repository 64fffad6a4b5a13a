import type { Path } from '../compile/policy-source.ts';
import type { DecideInput } from '../decide/decide-contract.ts';
import type { Expectation } from '../schema/test/expectation-schema.ts';
import type { TestDocument } from './test-document.ts';

/** One identity that asks one operation, and what is to be decided. */
export interface TestCase {
  /** Unique in its file, and the same as long as its names are. */
  readonly id: string;
  /** The test that it is a case of; cases of the matrix belong to one for each identity. */
  readonly test: string;
  /** Of how many cases the test is one. */
  readonly among: number;
  readonly identity: string;
  readonly operation: string;
  readonly document: TestDocument;
  /** Where the test stands, and what it expects. */
  readonly at: Path;
  readonly expectAt: Path;
  readonly input: DecideInput;
  readonly expect: Expectation;
}

/** What a case is called. */
export const caseName = ({ test, among, identity, operation }: TestCase): string =>
  among === 1 ? test : `${test} (${identity}, ${operation})`;
