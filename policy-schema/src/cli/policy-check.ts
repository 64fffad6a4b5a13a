import { UsageError } from '../errors/usage-error.ts';
import { type Analysis, analyseAll, diagnose, type PolicyDiagnostic } from '../language/index.ts';
import { isLinear } from '../pattern/is-linear.ts';
import { joinCatalogues } from '../surroundings/join-catalogues.ts';
import { problemText, reported } from './check-report.ts';
import { type CommandIo, counted, exitCodes } from './command-io.ts';
import { findPolicyFiles } from './find-policy-files.ts';
import { languagePaths } from './language-paths.ts';
import { readArguments } from './read-arguments.ts';
import { readCatalogue } from './read-catalogue.ts';
import { readEnvironment } from './read-environment.ts';
import { readSeverities } from './read-severities.ts';
import { sarif } from './sarif.ts';

const usage =
  'vectorgate policy check PATH... [--json|--sarif] [--config vectorgate.yaml] [--catalogue FILE] [--strict] [--all] [--severity CODE=SEVERITY]...';

const options = {
  json: { type: 'boolean' },
  sarif: { type: 'boolean' },
  config: { type: 'string' },
  catalogue: { type: 'string' },
  strict: { type: 'boolean' },
  all: { type: 'boolean' },
  severity: { type: 'string', multiple: true },
} as const;

/**
 * `vectorgate policy check`: prints every problem of policy files, and of snapshots of what exists, with its place, code and
 * remedy. With `--config` the
 * names of connections, issuers and claims are checked too, with `--catalogue` those of collections, fields and groups.
 * Warnings count as errors with `--strict`; `--all` prints hints too;
 * `--severity` sets the severity of a code, as editors' settings do. Resolves to the exit code.
 */
export async function policyCheck(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    const { paths, values } = readArguments(args, options, usage);
    if (values.catalogue !== undefined && values.config === undefined)
      throw new UsageError('A catalogue says what is on the connections of a configuration: add --config.');
    const files = await findPolicyFiles(paths, languagePaths);
    const environment = values.config === undefined ? undefined : await readEnvironment(values.config);
    const known = values.catalogue === undefined ? undefined : await readCatalogue(values.catalogue);
    const analyses = analyseAll(files, {
      now: Date.now(),
      isLinear,
      severities: readSeverities(values.severity ?? []),
      catalogue: environment === undefined ? undefined : joinCatalogues(environment, known),
    });
    const found = analyses.map(
      (analysis) =>
        [
          analysis,
          diagnose(analysis, Number.POSITIVE_INFINITY).filter(
            ({ severity }) => values.all || severity !== 'hint',
          ),
        ] as const,
    );
    const all = found.flatMap(([, diagnostics]) => diagnostics);
    const count = (severity: string): number => all.filter((one) => one.severity === severity).length;
    const [errors, warnings] = [count('error'), count('warning')];
    const ok = errors === 0 && !(values.strict && warnings > 0);
    const problems = found.flatMap(([analysis, diagnostics]) =>
      diagnostics.map((one) => reported(analysis, one)),
    );
    if (values.sarif) io.out(`${JSON.stringify(sarif(found), undefined, 2)}\n`);
    else if (values.json) io.out(`${JSON.stringify({ ok, files: files.length, problems }, undefined, 2)}\n`);
    else {
      for (const problem of problems) io.out(problemText(problem));
      io.out(summary(found, errors, warnings, environment !== undefined));
    }
    return ok ? exitCodes.ok : exitCodes.problems;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`${error.message}\n`);
    return exitCodes.usage;
  }
}

function summary(
  found: readonly (readonly [Analysis, readonly PolicyDiagnostic[]])[],
  errors: number,
  warnings: number,
  checked: boolean,
): string {
  const told = warnings === 0 ? '' : `, ${counted(warnings, 'warning')}`;
  if (errors > 0) {
    const broken = found.filter(([, list]) => list.some(({ severity }) => severity === 'error')).length;
    return `${counted(errors, 'error')} in ${counted(broken, 'file')}${told}.\n`;
  }
  const rules = found.reduce((sum, [{ places }]) => sum + places.length, 0);
  const unchecked = checked
    ? ''
    : ' Names of connections, issuers and claims were not checked: add --config.';
  const catalogues = found.filter(([{ snapshot }]) => snapshot !== undefined).length;
  const also = catalogues === 0 ? '' : ` and ${counted(catalogues, 'catalogue')}`;
  const policies = `${counted(found.length - catalogues, 'policy file')} with ${counted(rules, 'rule')}`;
  return `${policies}${also}, no errors${told}.${unchecked}\n`;
}
