import { TextLines } from '@vectorgate/policy-schema/language';
import {
  coverageSums,
  coveredFiles,
  joinCoverage,
  listedTests,
  namedPolicies,
  ranTests,
} from '@vectorgate/policy-schema/test-run';
import type { ReadFile } from '../policy-messages.ts';
import type { AskedTests, TestJobs } from './test-jobs.ts';
import { TestedSets } from './tests-at-hand.ts';

const asItIs = (path: string): string => path;

/** Lists and runs tests. Files that are about the same policies share what is covered of them. */
export class TestDesk implements TestJobs {
  readonly #sets = new TestedSets();
  readonly #files = new Map<string, ReadFile>();

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
