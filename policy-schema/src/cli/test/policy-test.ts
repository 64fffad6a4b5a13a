import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../../errors/usage-error.ts';
import { coverageSums } from '../../test-run/index.ts';
import { type CommandIo, exitCodes } from '../command-io.ts';
import { painter } from '../paint.ts';
import { readArguments } from '../read-arguments.ts';
import { coverageTable } from './formats/coverage-table.ts';
import { junit } from './formats/junit.ts';
import { pretty } from './formats/pretty.ts';
import { tap } from './formats/tap.ts';
import { testJson } from './formats/test-json.ts';
import { testSarif } from './formats/test-sarif.ts';
import { runTests } from './run-tests.ts';
import { sumsOf, type TestReport } from './test-report.ts';

const usage =
  'vectorgate policy test PATH... [--format pretty|tap|json|junit|sarif] [--coverage] [--min-coverage PERCENT] [--policies PATH]... [--config vectorgate.yaml] [--only TEXT]';

const formats = ['pretty', 'tap', 'json', 'junit', 'sarif'] as const;

const options = {
  format: { type: 'string' },
  coverage: { type: 'boolean' },
  'min-coverage': { type: 'string' },
  policies: { type: 'string', multiple: true },
  config: { type: 'string' },
  only: { type: 'string' },
} as const;

/**
 * `vectorgate policy test`: runs tests of policies and prints what is not as they expect. Resolves to the exit code: 1 when
 * a case failed, a file of tests or its policies could not be read, or less is covered than `--min-coverage` asks for.
 */
export async function policyTest(
  args: readonly string[],
  io: CommandIo,
  folder = process.cwd(),
): Promise<number> {
  try {
    const { paths, values } = readArguments(args, options, usage);
    const { format = 'pretty', policies, config, only } = values;
    if (!(formats as readonly string[]).includes(format))
      throw new UsageError(`The format ${format} is not known. Use one of: ${formats.join(', ')}.`);
    const least = percentOf(values['min-coverage']);
    const report = await runTests({ paths, policies, config, only, folder });
    if (only !== undefined && sumsOf(report).cases === 0 && sumsOf(report).broken === 0)
      throw new UsageError(`No test holds the text ${only}.`);
    io.out(await print(report, format, values.coverage ?? false, io, folder));
    const { failed, broken } = sumsOf(report);
    const short = least === undefined ? undefined : shortfall(report, least);
    if (short !== undefined) io.err(`${short}\n`);
    return failed + broken > 0 || short !== undefined ? exitCodes.problems : exitCodes.ok;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`${error.message}\n`);
    return exitCodes.usage;
  }
}

async function print(
  report: TestReport,
  format: string,
  coverage: boolean,
  io: CommandIo,
  folder: string,
): Promise<string> {
  switch (format) {
    case 'tap':
      return tap(report);
    case 'json':
      return `${JSON.stringify(testJson(report, coverage), undefined, 2)}\n`;
    case 'junit':
      return junit(report);
    case 'sarif':
      return `${JSON.stringify(testSarif(report), undefined, 2)}\n`;
    default: {
      const paint = painter(io.colour ?? false);
      if (!coverage) return pretty(report, paint);
      const texts = new Map<string, string>();
      for (const file of new Set(report.coverage.map((one) => one.file)))
        texts.set(file, await readFile(resolve(folder, file), 'utf8'));
      return `${pretty(report, paint)}\n${coverageTable(report.coverage, (file) => texts.get(file), paint)}`;
    }
  }
}

function percentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const percent = Number(text);
  if (text.trim() !== '' && percent >= 0 && percent <= 100) return percent;
  throw new UsageError('--min-coverage takes a number from 0 to 100.');
}

/** What is covered too little of, one sentence. */
function shortfall(report: TestReport, least: number): string | undefined {
  const { rules, branches } = coverageSums(report.coverage);
  const share = ({ covered, total }: typeof rules): number => (total === 0 ? 100 : (100 * covered) / total);
  const [ofRules, ofBranches] = [share(rules), share(branches)];
  if (ofRules >= least && ofBranches >= least) return undefined;
  return `Coverage is below ${least} %: rules ${Math.floor(ofRules)} %, branches of conditions ${Math.floor(ofBranches)} %. --coverage lists what is missed.`;
}
