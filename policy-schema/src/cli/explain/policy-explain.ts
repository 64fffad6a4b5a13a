import { relative, resolve } from 'node:path';
import { UsageError } from '../../errors/usage-error.ts';
import { isLinear } from '../../pattern/is-linear.ts';
import { policiesOf } from '../../surroundings/policies-of.ts';
import { policyRoot } from '../../surroundings/policy-root.ts';
import {
  caseName,
  explain,
  isTestFile,
  loadTested,
  prepareTests,
  type TestCase,
  type TestedPolicies,
} from '../../test-run/index.ts';
import { problemText } from '../check-report.ts';
import { type CommandIo, exitCodes } from '../command-io.ts';
import { filesOnDisk } from '../files-on-disk.ts';
import { findPolicyFiles } from '../find-policy-files.ts';
import { painter } from '../paint.ts';
import { readArguments } from '../read-arguments.ts';
import { readEnvironment } from '../read-environment.ts';
import { readAll } from '../test/read-all.ts';
import { requestFile } from './asked-request.ts';
import { explanationText } from './explanation-text.ts';

const usage =
  'vectorgate policy explain POLICY... --identity YAML --operation YAML [--now INSTANT] [--config vectorgate.yaml] [--all] [--json], or vectorgate policy explain FILE.policy-test.yaml --only TEXT';

const options = {
  identity: { type: 'string' },
  operation: { type: 'string' },
  now: { type: 'string' },
  only: { type: 'string' },
  config: { type: 'string' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** What is explained, or what keeps it from being so. */
type Asked =
  | { readonly policies: TestedPolicies; readonly testCase: TestCase }
  | { readonly problems: readonly Parameters<typeof problemText>[0][]; readonly place: boolean };

/**
 * `vectorgate policy explain`: why one request is decided as it is, rule by rule, with the truth of every part of every
 * condition. The request stands in the arguments or is a case of a file of tests. Resolves to the exit code.
 */
export async function policyExplain(
  args: readonly string[],
  io: CommandIo,
  folder = process.cwd(),
): Promise<number> {
  try {
    const { paths, values } = readArguments(args, options, usage);
    const { identity, operation, only, now, config } = values;
    const isCase = paths.length === 1 && isTestFile(paths[0]!);
    if (!isCase && (identity === undefined || operation === undefined))
      throw new UsageError(`Say who asks what by --identity and --operation. Usage: ${usage}`);
    const asked = isCase
      ? await caseOf(resolve(folder, paths[0]!), only, config, folder)
      : await requestOf(paths, { identity: identity!, operation: operation!, now }, config, folder);
    if ('problems' in asked) {
      for (const problem of asked.problems)
        io.err(asked.place ? problemText(problem) : `${problem.message} ${problem.remedy}\n`);
      return exitCodes.usage;
    }
    const explanation = explain(asked.policies, asked.testCase.input);
    if (values.json) io.out(`${JSON.stringify(explanation, undefined, 2)}\n`);
    else
      io.out(explanationText(explanation, asked.testCase, values.all ?? false, painter(io.colour ?? false)));
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`${error.message}\n`);
    return exitCodes.usage;
  }
}

async function requestOf(
  paths: readonly string[],
  request: Parameters<typeof requestFile>[0],
  config: string | undefined,
  folder: string,
): Promise<Asked> {
  const found = await findPolicyFiles(paths.map((path) => resolve(folder, path)));
  const files = found.map(({ path, text }) => ({ path: relative(folder, path).replaceAll('\\', '/'), text }));
  const root = await policyRoot(found[0]!.path, folder, filesOnDisk);
  const at = config === undefined ? root.config : resolve(folder, config);
  const environment = at === undefined ? undefined : await readEnvironment(at);
  const loaded = loadTested(files, environment, isLinear);
  if ('problems' in loaded) return { problems: loaded.problems, place: true };
  const { cases, problems } = prepareTests(requestFile(request), { environment });
  if (problems.length > 0) return { problems, place: false };
  return { policies: loaded.policies, testCase: cases[0]! };
}

async function caseOf(
  path: string,
  only: string | undefined,
  config: string | undefined,
  folder: string,
): Promise<Asked> {
  const [file] = await readAll([path], folder);
  const found = await policiesOf(path, file!.text, folder, filesOnDisk);
  const at = config === undefined ? found.config : resolve(folder, config);
  const environment = at === undefined ? undefined : await readEnvironment(at);
  const loaded = loadTested(await readAll(found.paths, folder), environment, isLinear);
  if ('problems' in loaded) return { problems: loaded.problems, place: true };
  const prepared = prepareTests(file!, { environment, places: loaded.policies.places });
  if (prepared.problems.length > 0) return { problems: prepared.problems, place: true };
  const wanted = prepared.cases.filter(({ id }) => only === undefined || id.includes(only));
  const [testCase] = wanted;
  if (testCase === undefined) throw new UsageError(`No test of ${file!.path} holds the text ${only}.`);
  if (wanted.length > 1) {
    const names = wanted
      .slice(0, 10)
      .map((one) => `\n  ${one.among === 1 ? one.test : caseName(one)}: ${one.id}`);
    throw new UsageError(`${wanted.length} cases are meant; name one by --only:${names.join('')}`);
  }
  return { policies: loaded.policies, testCase };
}
