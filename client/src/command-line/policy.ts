import { Command, InvalidArgumentError, Option } from 'commander';
import type { Terminal } from '../output/terminal.ts';
import type { CatalogueCommandOptions } from './policy-catalogue.ts';
import { policyInForceCommands } from './policy-in-force-commands.ts';
import type { ReplayCommandOptions } from './policy-replay.ts';

const atLeastOne = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('Give a whole number from 1.');
  return value;
};

/** `vectorgate policy …`: the policy language's own tools, which ask no gateway; `replay`, and what a gateway has in force. */
export function policyCommand(terminal: Terminal, end: (code: number) => void): Command {
  const io = { out: terminal.out, err: terminal.err, colour: terminal.colour };
  const policy = new Command('policy').description('policies as code');
  policy
    .command('check')
    .description(
      'check policy files and catalogues: every problem with its file, line, column, code and remedy',
    )
    .argument('<paths...>', 'policy files or folders')
    .option('--config <file>', 'a vectorgate.yaml: checks the names of connections, issuers and claims too')
    .option('--catalogue <file>', 'what is on the connections: checks collections, fields and groups too')
    .option('--strict', 'warnings count as errors')
    .option('--all', 'print hints too')
    .option(
      '--severity <code=severity>',
      'error, warning, information, hint or off for a code, like limit-missing=warning; may be given several times',
      (one: string, before: readonly string[] = []) => [...before, one],
    )
    .option('--json', 'print JSON')
    .option('--sarif', 'print SARIF, with the fixes that a machine can make')
    .addHelpText('after', '\nExample:\n  $ vectorgate policy check policies/\n')
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const { policyCheck } = await import('@vectorgate/policy-schema/cli');
      const flags = (['strict', 'all', 'json', 'sarif'] as const).filter((name) => options[name]);
      const files = (['config', 'catalogue'] as const).flatMap((name) => {
        const file = options[name];
        return file === undefined ? [] : [`--${name}`, file];
      });
      const severities = (options.severity ?? []).flatMap((one) => ['--severity', one]);
      const all = [...flags.map((name) => `--${name}`), ...files, ...severities];
      end(await policyCheck([...all, '--', ...paths], io));
    });
  policy
    .command('fmt')
    .description('bring policy files into the one style; comments stay')
    .argument('<paths...>', 'policy files or folders')
    .option('--check', 'write nothing; exit 1 when a file would change')
    .addHelpText('after', '\nExample:\n  $ vectorgate policy fmt --check policies/\n')
    .action(async (paths: readonly string[], { check }: { check?: boolean }) => {
      const { policyFmt } = await import('@vectorgate/policy-schema/cli');
      end(await policyFmt([...(check ? ['--check'] : []), '--', ...paths], io));
    });
  policy
    .command('diff')
    .description('who may do or see more under other policies, and who less')
    .argument('<base>', 'a policy folder or file, or a revision of git as main:policies')
    .argument('<head>', 'what it is compared with, in the same ways')
    .option('--config <file>', 'a vectorgate.yaml: its connections, issuers and types of claims')
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .option('--json', 'the same as --format json')
    .option('--traffic <file>', 'recorded operations, to say how much was asked of what changes')
    .addHelpText(
      'after',
      `
It ends with 6 when somebody gets more, or when it cannot be told that nobody does.

Example:
  $ vectorgate policy diff main:policies policies --format markdown
`,
    )
    .action(async (base: string, head: string, options: DiffOptions) => {
      const { policyDiff } = await import('@vectorgate/policy-schema/cli');
      const given = (['config', 'traffic', 'format'] as const).flatMap((name) => {
        const value = options[name];
        return value === undefined ? [] : [`--${name}`, value];
      });
      end(await policyDiff([...given, ...(options.json ? ['--json'] : []), '--', base, head], io));
    });
  policy
    .command('test')
    .description('run tests of policies (*.policy-test.yaml) by the engine of the gateway')
    .argument('<paths...>', 'test files or folders')
    .addOption(
      new Option('--format <format>', 'how results are printed')
        .choices(['pretty', 'tap', 'json', 'junit', 'sarif'])
        .default('pretty'),
    )
    .option('--json', 'the same as --format json')
    .option('--coverage', 'tell which rules and parts of conditions the tests met')
    .option('--min-coverage <percent>', 'exit 1 when less of the rules or branches is covered')
    .option('--policies <paths...>', 'the policies to test; else those that belong together with the tests')
    .option('--config <file>', 'a vectorgate.yaml: its connections, issuers and claims')
    .option('--only <text>', 'only the cases whose name holds this text')
    .addHelpText('after', '\nExample:\n  $ vectorgate policy test policies/ --coverage\n')
    .action(async (paths: readonly string[], options: TestOptions) => {
      const { policyTest } = await import('@vectorgate/policy-schema/cli');
      const words = (['minCoverage', 'config', 'only'] as const).flatMap((name) => {
        const value = options[name];
        return value === undefined ? [] : [`--${name.replace('C', '-c')}`, value];
      });
      const flags = options.coverage ? ['--coverage'] : [];
      const policies = (options.policies ?? []).flatMap((path) => ['--policies', path]);
      const format = ['--format', options.json ? 'json' : options.format];
      end(await policyTest([...format, ...flags, ...words, ...policies, '--', ...paths], io));
    });
  policy
    .command('explain')
    .description('why one request is decided as it is: every rule, and every part of its condition')
    .argument('<paths...>', 'policy files or folders; or one test file')
    .option('--identity <yaml>', 'who asks, as tests write it')
    .option('--operation <yaml>', 'what is asked, as tests write it')
    .option('--now <instant>', 'when; else now')
    .option('--only <text>', 'of a test file the case whose name holds this text')
    .option('--config <file>', 'a vectorgate.yaml: its connections, issuers and claims')
    .option('--all', 'rules about other operations and places too')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      "\nExample:\n  $ vectorgate policy explain policies/ --identity '{ groups: [analysts] }' \\\n      --operation '{ class: search, connection: insights, collection: customer-cases, topK: 100 }'\n",
    )
    .action(async (paths: readonly string[], options: Readonly<Record<string, string | boolean>>) => {
      const { policyExplain } = await import('@vectorgate/policy-schema/cli');
      const words = Object.entries(options).flatMap(([name, value]) =>
        value === true ? [`--${name}`] : [`--${name}`, String(value)],
      );
      end(await policyExplain([...words, '--', ...paths], io));
    });
  policy
    .command('replay')
    .description('what other policies would have done to what was asked')
    .argument('<policies>', 'a policy folder or file, or a revision of git as HEAD:policies')
    .option('--base <policies>', 'what they are compared with (default: what was decided then)')
    .option('--config <file>', 'a vectorgate.yaml: checks the names of connections, issuers and claims')
    .option('--since <time>', 'how far back', '7d')
    .option('--query <query>', 'which records, as for sessions search; instead of --since')
    .option('--all', 'those of others, too, that you may review')
    .option('--most <number>', 'no more than so many, the latest', atLeastOne)
    .option('--file <file>', 'recorded operations that --save wrote, instead of a gateway’s')
    .option('--save <file>', 'keep what was read: who asked for what, without a value of the data')
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .option('--json', 'the same as --format json')
    .addOption(
      new Option('--fail-on <what>', 'end with 6 when something would have been so').choices([
        'widened',
        'narrowed',
        'any',
      ]),
    )
    .addOption(
      new Option('--gateway <url>', 'address of the gateway (default: that of the last sign-in)').env(
        'VECTORGATE_GATEWAY',
      ),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ vectorgate policy replay policies --base main:policies --all --since 7d
  $ vectorgate policy replay policies --file recorded.jsonl --fail-on narrowed
`,
    )
    .action(async (head: string, options: ReplayCommandOptions) => {
      const { policyReplayCommand } = await import('./policy-replay.ts');
      end(await policyReplayCommand(head, options, terminal));
    });
  policyInForceCommands(policy, terminal, end);
  policy
    .command('catalogue')
    .description(
      'what exists, as you may know it: collections, fields, groups; --save keeps it beside policies',
    )
    .argument('[paths...]', 'policy files or folders: the fields of the collections that they name are told')
    .option(
      '--save <file>',
      'write a document of kind Catalog, best vectorgate.catalogue.yaml beside the policies',
    )
    .option('--json', 'print the document as JSON')
    .addOption(
      new Option('--gateway <url>', 'address of the gateway (default: that of the last sign-in)').env(
        'VECTORGATE_GATEWAY',
      ),
    )
    .addHelpText(
      'after',
      `
Fields are told where rules let you review a collection; the gateway records that you looked.

Example:
  $ vectorgate policy catalogue policies/ --save policies/vectorgate.catalogue.yaml
`,
    )
    .action(async (paths: readonly string[], options: CatalogueCommandOptions) => {
      const { policyCatalogue } = await import('./policy-catalogue.ts');
      end(await policyCatalogue(paths, options, terminal));
    });
  policy
    .command('lsp')
    .description('a language server for editors')
    .addOption(new Option('--stdio', 'over standard input and output').makeOptionMandatory())
    .addHelpText('after', '\nExample:\n  $ vectorgate policy lsp --stdio\n')
    .action(async () => {
      const { runLanguageServer } = await import('@vectorgate/policy-schema/language-server/node');
      end(await runLanguageServer());
    });
  return policy;
}

interface CheckOptions {
  readonly config?: string;
  readonly catalogue?: string;
  readonly strict?: boolean;
  readonly all?: boolean;
  readonly severity?: readonly string[];
  readonly json?: boolean;
  readonly sarif?: boolean;
}

interface DiffOptions {
  readonly config?: string;
  readonly format: string;
  readonly json?: boolean;
  readonly traffic?: string;
}

interface TestOptions {
  readonly format: string;
  readonly json?: boolean;
  readonly coverage?: boolean;
  readonly minCoverage?: string;
  readonly policies?: readonly string[];
  readonly config?: string;
  readonly only?: string;
}
