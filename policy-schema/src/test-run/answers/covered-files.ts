import type { PolicyFile } from '../../compile/compile-policies.ts';
import { TextLines } from '../../language/document/text-lines.ts';
import type { RuleCoverage } from '../coverage/coverage.ts';
import type { CoveredFile } from './test-answers.ts';

/** What tests saw of some files, as editors mark it. `uriOf` says how whoever asks calls a file. */
export function coveredFiles(
  rules: readonly RuleCoverage[],
  files: readonly PolicyFile[],
  uriOf: (path: string) => string,
): CoveredFile[] {
  return files.map(({ path, text }) => {
    const lines = new TextLines(text);
    const own = rules.filter(({ file }) => file === path);
    return {
      uri: uriOf(path),
      rules: own.map(({ rule, start, end, hits, branches }) => ({
        name: rule,
        range: lines.range(start, end),
        hits,
        branches: branches.map((branch) => ({
          text: branch.text,
          range: lines.range(branch.start, branch.end),
          yes: branch.seen.yes,
          no: branch.seen.no,
        })),
      })),
    };
  });
}
