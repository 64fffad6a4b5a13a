import { resolve } from 'node:path';
import type { PolicyEnvironment } from '../../compile/environment.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { isLinear } from '../../pattern/is-linear.ts';
import { policiesOf } from '../../surroundings/policies-of.ts';
import { joinCoverage, loadTested, prepareTests, runCase } from '../../test-run/index.ts';
import { filesOnDisk } from '../files-on-disk.ts';
import { findPolicyFiles } from '../find-policy-files.ts';
import { readEnvironment } from '../read-environment.ts';
import { readAll } from './read-all.ts';
import { testPaths } from './test-paths.ts';
import type { FileReport, TestReport } from './test-report.ts';

export interface RunOptions {
  readonly paths: readonly string[];
  /** Policies to test instead of those that the files are about. */
  readonly policies: readonly string[] | undefined;
  readonly config: string | undefined;
  /** Only cases whose id or name holds this text. */
  readonly only: string | undefined;
  readonly folder: string;
}

type Loaded = ReturnType<typeof loadTested>;

/** Runs tests of policies. Files that are about the same policies share what is covered of them. */
export async function runTests(options: RunOptions): Promise<TestReport> {
  const started = performance.now();
  const environments = new Map<string, Promise<PolicyEnvironment>>();
  const loaded = new Map<string, Loaded>();
  const environmentAt = (path: string): Promise<PolicyEnvironment> => {
    const known = environments.get(path) ?? readEnvironment(path);
    environments.set(path, known);
    return known;
  };
  const files: FileReport[] = [];
  const at = (path: string): string => resolve(options.folder, path);
  for (const { path, text } of await readAll(await testPaths(options.paths.map(at)), options.folder)) {
    const found = await policiesOf(at(path), text, options.folder, filesOnDisk);
    const named = options.policies && (await findPolicyFiles(options.policies.map(at)));
    const paths = (named?.map((file) => file.path) ?? found.paths).toSorted();
    if (paths.length === 0) {
      const remedy =
        'Put it below the folder of its policies, or name them in spec.policies or by --policies.';
      throw new UsageError(`${path} is about no policies. ${remedy}`);
    }
    const config = options.config === undefined ? found.config : at(options.config);
    const environment = config === undefined ? undefined : await environmentAt(config);
    const key = JSON.stringify([config, paths]);
    const policies =
      loaded.get(key) ?? loadTested(await readAll(paths, options.folder), environment, isLinear);
    loaded.set(key, policies);
    files.push(runFile({ path, text }, policies, environment, options.only));
  }
  const coverage = [...loaded.values()].flatMap((one) =>
    'policies' in one ? one.policies.coverage.report() : [],
  );
  return { files, coverage: joinCoverage(coverage), milliseconds: performance.now() - started };
}

function runFile(
  file: { readonly path: string; readonly text: string },
  loaded: Loaded,
  environment: PolicyEnvironment | undefined,
  only: string | undefined,
): FileReport {
  if ('problems' in loaded) return { ...file, problems: loaded.problems, results: [] };
  const { policies } = loaded;
  const prepared = prepareTests(file, { environment, places: policies.places });
  if (prepared.problems.length > 0) return { ...file, problems: prepared.problems, results: [] };
  const wanted = prepared.cases.filter(({ id }) => only === undefined || id.includes(only));
  return { ...file, problems: [], results: wanted.map((testCase) => runCase(policies, testCase)) };
}
