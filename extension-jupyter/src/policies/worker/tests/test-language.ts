import { TextLines } from '@vectorgate/policy-schema/language';
import {
  completeTests,
  hoverTests,
  listedTests,
  testFixes,
  testSymbols,
} from '@vectorgate/policy-schema/test-run';
import type { Look, PolicyWork, ReadFile, Told } from '../policy-messages.ts';
import { TestedSets, type TestsAtHand } from './tests-at-hand.ts';

/** What the language says of files of tests. */
export class TestLanguage {
  /** What is typed into tests does not change the policies that they are about. */
  readonly #sets = new TestedSets();

  look(test: ReadFile, files: readonly ReadFile[], config: ReadFile | undefined): Look {
    const { prepared, trouble } = this.#at(test, files, config);
    const lines = new TextLines(test.text);
    const own = prepared.problems.map((problem): Told => {
      const { start, end, code, message, remedy } = problem;
      const shown = Math.max(end, start + 1);
      return { start, end: shown, code, severity: 'error', message, remedy, fixes: testFixes(problem) };
    });
    const about: readonly Told[] =
      trouble === undefined
        ? []
        : [
            {
              start: 0,
              end: lines.line(0).length,
              code: 'policies-unreadable',
              severity: 'warning',
              message: trouble,
              remedy: '',
              fixes: [],
            },
          ];
    return {
      diagnostics: [...about, ...own],
      lenses: [],
      tokens: [],
      hints: [],
      wanted: [],
      tests: listedTests(prepared, lines),
    };
  }

  complete(
    test: ReadFile,
    files: readonly ReadFile[],
    config: ReadFile | undefined,
    offset: number,
  ): ReturnType<PolicyWork['complete']> {
    const { prepared, environment, policies } = this.#at(test, files, config);
    return completeTests(prepared, offset, { environment, places: policies?.places });
  }

  hover(
    test: ReadFile,
    files: readonly ReadFile[],
    config: ReadFile | undefined,
    offset: number,
  ): ReturnType<PolicyWork['hover']> {
    const { prepared, policies } = this.#at(test, files, config);
    return hoverTests(prepared, offset, policies);
  }

  symbols(test: ReadFile): ReturnType<PolicyWork['symbols']> {
    return testSymbols(this.#at(test, [], undefined).prepared);
  }

  #at(test: ReadFile, files: readonly ReadFile[], config: ReadFile | undefined): TestsAtHand {
    if (this.#sets.count > 8) this.#sets.forget();
    return this.#sets.at({ test, files, config });
  }
}
