import { TextLines } from '@vectorgate/policy-schema/language';
import {
  coverageSums,
  coveredFiles,
  joinCoverage,
  listedTests,
  namedPolicies,
  ranTests,
  talliedTests,
} from '@vectorgate/policy-schema/test-run';
import type { ReadFile } from '../policy-messages.ts';
import type { AskedTests, TestJobs } from './test-jobs.ts';
import { TestedSets } from './tests-at-hand.ts';

/** Sets of policies that are kept while tests are counted: several files of tests are about the same. */
const mostWritten = 4;

const asItIs = (path: string): string => path;

/** Lists and runs tests. Files that are about the same policies share what is covered of them. */
export class TestDesk implements TestJobs {
  readonly #sets = new TestedSets();
  readonly #files = new Map<string, ReadFile>();
  /** Of what is written: another set of policies with each change. */
  readonly #written = new TestedSets();

  namedPolicies(text: string): readonly string[] | undefined {
    return namedPolicies(text);
  }

  listTests(asked: AskedTests): ReturnType<TestJobs['listTests']> {
    const { prepared, trouble } = new TestedSets().at(asked);
    return { tests: listedTests(prepared, new TextLines(asked.test.text)), trouble };
  }

  beginTests(): void {
    this.#sets.forget();
    this.#files.clear();
  }

  runTests(...[asked, ids]: Parameters<TestJobs['runTests']>): ReturnType<TestJobs['runTests']> {
    const { prepared, policies, trouble } = this.#sets.at(asked);
    if (policies === undefined) return { results: [], trouble };
    for (const file of asked.files) this.#files.set(file.path, file);
    return ranTests(prepared, policies, [], ids, asItIs);
  }

  tallyTests(asked: AskedTests): ReturnType<TestJobs['tallyTests']> {
    if (this.#written.count > mostWritten) this.#written.forget();
    const { prepared, policies, trouble } = this.#written.at(asked);
    return policies === undefined
      ? { passed: 0, failed: 0, trouble: trouble ?? 'There are no policies.' }
      : talliedTests(prepared, policies);
  }

  endTests(): ReturnType<TestJobs['endTests']> {
    const rules = joinCoverage(this.#sets.policies.flatMap(({ coverage }) => coverage.report()));
    const files = coveredFiles(rules, [...this.#files.values()], asItIs);
    return {
      all: coverageSums(rules),
      files: files.map((file) => ({
        ...file,
        sums: coverageSums(rules.filter((rule) => rule.file === file.uri)),
      })),
    };
  }
}
