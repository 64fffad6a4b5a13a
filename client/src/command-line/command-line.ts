import { queryKeys } from '@vectorgate/policy-schema/records-query';
import { Argument, Command, type CommanderError, InvalidArgumentError, Option } from 'commander';
import { commandTree } from '../completion/command-tree.ts';
import { shellScripts } from '../completion/shell-scripts.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import type { Terminal } from '../output/terminal.ts';
import type { CommonOptions } from './context.ts';
import { exportBodies, exportFormats } from './export-choices.ts';
import { policyCommand } from './policy.ts';
import type { CompareOptions } from './sessions-compare.ts';
import type { ExportOptions } from './sessions-export.ts';
import type { SandboxOptions } from './sessions-sandbox.ts';
import type { SearchOptions } from './sessions-search.ts';
import type { ShowOptions } from './sessions-show.ts';
import type { TestOptions } from './sessions-test.ts';
import type { VerifyRecordsOptions } from './sessions-verify.ts';

const mostPerPage = 200;

const queryHelp = Object.entries(queryKeys)
  .map(([key, { about }]) => `  ${key.padEnd(11)} ${about}\n`)
  .join('');

const limit = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > mostPerPage)
    throw new InvalidArgumentError(`Give a whole number from 1 to ${mostPerPage}.`);
  return value;
};

const stepNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number from 1 on.');
  return value;
};

const codes = `
Exit codes:
  0 fine   1 something failed, or a policy has errors   2 wrong usage
  3 nobody is signed in   4 refused, or not found   5 the gateway does not answer
  6 policies give somebody more
`;

const ofGateway = (command: Command): Command =>
  command.addOption(
    new Option('--gateway <url>', 'address of the gateway (default: that of the last sign-in)').env(
      'VECTORGATE_GATEWAY',
    ),
  );

/** Everything that every command which prints something of the gateway takes. */
const common = (command: Command, example: string): Command =>
  ofGateway(command).option('--json', 'print JSON').addHelpText('after', `\nExample:\n  $ ${example}\n`);

/** The command line `vectorgate`. `end` is told the exit code of commands that have their own: `policy`, `run`, `doctor`. */
export function commandLine(terminal: Terminal, end: (code: number) => void): Command {
  const program = new Command('vectorgate')
    .enablePositionalOptions()
    .description('VectorGate: sign in, run programs through the gate, see what it did, check policies.')
    .addHelpText(
      'after',
      `${codes}\nExample:\n  $ vectorgate login --gateway https://vectorgate.example.com\n`,
    )
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });

  common(
    program.command('login').description('sign in by the browser'),
    'vectorgate login --gateway https://vectorgate.example.com',
  )
    .option('--no-browser', 'print the address, open no browser')
    .option('--device-code', 'by a code that you type on another device, where the gateway allows it')
    .action(async (options: CommonOptions & { browser: boolean; deviceCode?: boolean }) =>
      (await import('./login.ts')).login(options, terminal),
    );
  common(program.command('logout').description('end your session at once'), 'vectorgate logout').action(
    async (options: CommonOptions) => (await import('./logout.ts')).logout(options, terminal),
  );
  common(
    program.command('whoami').description('who the gateway says you are'),
    'vectorgate whoami --json',
  ).action(async (options: CommonOptions) => (await import('./whoami.ts')).whoami(options, terminal));
  common(
    program.command('status').description('the gateway, your sign-in, connections and policies'),
    'vectorgate status',
  ).action(async (options: CommonOptions) => (await import('./status.ts')).status(options, terminal));

  ofGateway(
    program
      .command('run')
      .argument('<command...>', 'the command and its arguments, behind --')
      .description('run a command whose databases are reached through the gate'),
  )
    .addHelpText(
      'after',
      `
It and all its children are governed: python, pytest, papermill, and what they start. vectorgate ends with the
command's own exit code.

Example:
  $ vectorgate run -- python script.py
`,
    )
    .passThroughOptions()
    .action(async (command: string[], options: CommonOptions) => {
      end(await (await import('./run-command.ts')).runCommand(command, options, terminal));
    });

  ofGateway(
    program
      .command('doctor')
      .description('what governs a Python: libraries, names, sign-in, and what to do')
      .option('--python <program>', 'the interpreter to look at', 'python3')
      .addHelpText('after', '\nExample:\n  $ vectorgate doctor --python .venv/bin/python\n'),
  ).action(async (options: CommonOptions & { python: string }) => {
    end(await (await import('./doctor.ts')).doctor(options));
  });

  const sessions = program.command('sessions').enablePositionalOptions().description('recorded sessions');
  common(
    sessions
      .command('list')
      .description('the latest sessions: yours, and with --all those of others that rules let you review'),
    'vectorgate sessions list --limit 5',
  )
    .option('--limit <number>', 'how many', limit, 20)
    .option('--cursor <cursor>', 'go on where a page ended')
    .option('--all', 'those of others, too, that you may review; that you looked is recorded')
    .action(async (options: CommonOptions & { limit: number; cursor?: string; all?: boolean }) =>
      (await import('./sessions-list.ts')).sessionsList(options, terminal),
    );
  common(
    sessions
      .command('search')
      .argument('[query...]', 'what to look for: KEY:VALUE, -KEY:VALUE, KEY:ONE,OTHER')
      .description('records that a query finds, the latest first')
      // A term that is not to hold begins with a minus, as options do.
      .allowUnknownOption(),
    "vectorgate sessions search 'class:search effect:deny since:7d' --all",
  )
    .option('--facets', 'print what stands in the records that are found, and how often')
    .option('--limit <number>', 'how many', limit, 20)
    .option('--cursor <cursor>', 'go on where a page ended')
    .option('--all', 'among those of others, too, that you may review; that you looked is recorded')
    .option('--save <name>', 'keep the query: @NAME in a query is what is kept under it')
    .option('--saved', 'print the searches that you keep')
    .option('--drop <name>', 'keep nothing under that name any more')
    .addHelpText('after', `\nKeys:\n${queryHelp}`)
    .action(async (query: string[], options: SearchOptions) =>
      (await import('./sessions-search.ts')).sessionsSearch(query, options, terminal),
    );
  common(
    sessions
      .command('show')
      .argument('<id>', 'the session, a link to a step, or the decision that a refusal ends with')
      .description('what happened in a session, step by step, or one step as a whole'),
    'vectorgate sessions show 01JD8Z6Q4MX3V7H2K9RBT5WYCN --step 3',
  )
    .option('--step <number>', 'one step of the session, from 1', stepNumber)
    .action(async (id: string, options: ShowOptions) =>
      (await import('./sessions-show.ts')).sessionsShow(id, options, terminal),
    );
  common(
    sessions
      .command('play')
      .argument('<id>', 'the session, or a link to a step')
      .description('go through a session by keys; where there is no terminal, print all its steps'),
    'vectorgate sessions play 01JD8Z6Q4MX3V7H2K9RBT5WYCN',
  ).action(async (id: string, options: CommonOptions) =>
    (await import('./sessions-play.ts')).sessionsPlay(id, options, terminal),
  );

  common(
    sessions
      .command('compare')
      .argument('<before>', 'a session, or a link to a step of it')
      .argument('<now>', 'the session to compare it with')
      .description('the steps of two sessions beside each other, and in what they differ'),
    'vectorgate sessions compare 01JD8Z6Q4MX3V7H2K9RBT5WYCN 01JDBQ2M7RH5V0N5A8ZJ4T3QX1',
  )
    .option('--handshakes', 'also the steps that clients take by themselves')
    .action(async (before: string, now: string, options: CompareOptions) =>
      (await import('./sessions-compare.ts')).sessionsCompare([before, now], options, terminal),
    );

  ofGateway(
    sessions
      .command('test')
      .argument('<id>', 'the decision that a refusal ends with, a link to a step, or a session with --step')
      .description('a policy test that expects what was decided of one step'),
  )
    .option('--step <number>', 'the step of the session, from 1', stepNumber)
    .option('--output <file>', 'where to, ending in .policy-test.yaml (default: standard output)')
    .option('--force', 'replace a file that is there')
    .addHelpText(
      'after',
      '\nExample:\n  $ vectorgate sessions test 01JD8Z6Q4MX3V7H2K9RBT5WYCN --step 3 --output policies/refused.policy-test.yaml\n',
    )
    .action(async (id: string, options: TestOptions) =>
      (await import('./sessions-test.ts')).sessionsTest(id, options, terminal),
    );
  common(
    sessions
      .command('note')
      .argument('<id>', 'the session')
      .argument('[text]', 'what to write; without it the notes are printed')
      .description('notes beside a session, which stay as they are (for those who may review it)'),
    'vectorgate sessions note 01JD8Z6Q4MX3V7H2K9RBT5WYCN "asked the owner, ticket 812"',
  )
    .option('--record <id>', 'beside this record of it')
    .action(async (id: string, text: string | undefined, options: CommonOptions & { record?: string }) =>
      (await import('./sessions-note.ts')).sessionsNote(id, text, options, terminal),
    );
  common(
    sessions
      .command('forget')
      .argument('<id>', 'the session')
      .description('destroy the key of a session, so that nobody can read it (custodians)'),
    'vectorgate sessions forget 01JD8Z6Q4MX3V7H2K9RBT5WYCN --reason "erasure request 12" --yes',
  )
    .requiredOption('--reason <text>', 'why; kept encrypted in the record of it')
    .option('--yes', 'do it: it cannot be undone')
    .action(async (id: string, options: CommonOptions & { reason: string; yes?: boolean }) =>
      (await import('./sessions-forget.ts')).sessionsForget(id, options, terminal),
    );
  common(
    sessions
      .command('export')
      .argument('[id]', 'the session; or give --query')
      .description('take records away as a file: an archive that proves itself, or lines'),
    'vectorgate sessions export 01JD8Z6Q4MX3V7H2K9RBT5WYCN --bodies all',
  )
    .option('--query <query>', 'records that a query finds, as of search')
    .option('--all', 'among those of everybody (reviewers)')
    .addOption(
      new Option('--format <format>', 'archive, JSON Lines, or CSV of headers')
        .choices(exportFormats)
        .default('vgsession'),
    )
    .addOption(
      new Option('--bodies <which>', 'what was asked and answered: neither, the request, or both')
        .choices(exportBodies)
        .default('none'),
    )
    .option(
      '--mask-by <path>',
      'guards that mask more, from a policy file or a folder: for whom you hand it to',
    )
    .option('--output <file>', 'where to; - is standard output (default: named after it)')
    .option('--force', 'replace a file that is there')
    .addHelpText(
      'after',
      `
What is in it is what you may see: others' sessions under your own guards. An archive verifies without a gateway.

More examples:
  $ vectorgate sessions export --query 'effect:deny since:7d' --all --format csv
  $ vectorgate sessions export 01JD8Z6Q4MX3V7H2K9RBT5WYCN --bodies all --mask-by extract.policy.yaml
  $ vectorgate sessions verify 01JD8Z6Q4MX3V7H2K9RBT5WYCN.vgsession --key gate.keys
`,
    )
    .action(async (id: string | undefined, options: ExportOptions) =>
      (await import('./sessions-export.ts')).sessionsExport(id, options, terminal),
    );
  ofGateway(
    sessions
      .command('sandbox')
      .argument('<recording>', 'the session, a link to a step, or an archive with bodies')
      .argument('[command...]', 'the command and its arguments, behind --')
      .description('run a program again: its calls are answered from the recording, no store is asked'),
  )
    .option('--session <id>', 'of the sessions in an archive')
    .option(
      '--serve',
      'run no command; stay until standard input ends, for another program (docs/sandbox.md)',
    )
    .option('--strict', 'end with 6 when a call was not in the recording')
    .option('--json', 'print what became of it as JSON, on standard error')
    .addHelpText(
      'after',
      `
A call that was not recorded is refused, and says which recorded step is the closest. vectorgate ends with the
command's own exit code.

Example:
  $ vectorgate sessions sandbox 01JD8Z6Q4MX3V7H2K9RBT5WYCN -- python script.py
`,
    )
    .action(async (recording: string, command: string[], options: SandboxOptions) => {
      end(
        await (await import('./sessions-sandbox.ts')).sessionsSandbox(recording, command, options, terminal),
      );
    });
  sessions
    .command('verify')
    .argument('<path>', 'an archive, a data folder of a gateway, or a copy of its records')
    .description('check records or an archive offline: changed, missing, moved, put in')
    .option('--key <key...>', 'public keys that you got from elsewhere, or files of them')
    .option('--published <path...>', 'where the gateway publishes its checkpoints')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nIt asks no gateway and needs no secret. It ends with 1 when anything is wrong.\n\nExample:\n  $ vectorgate sessions verify /mnt/copy/records --key gate.keys --published /mnt/evidence\n  $ vectorgate sessions verify 01JD8Z6Q4MX3V7H2K9RBT5WYCN.vgsession --key gate.keys\n',
    )
    .action(async (folder: string, options: VerifyRecordsOptions) => {
      end(await (await import('./sessions-verify.ts')).sessionsVerify(folder, options, terminal));
    });

  program.addCommand(policyCommand(terminal, end));
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'for which shell').choices(Object.keys(shellScripts)))
    .description('what makes a shell complete commands, options and terms of a search by Tab')
    .addHelpText(
      'after',
      `
Examples:
  eval "$(vectorgate completion bash)"    in ~/.bashrc
  eval "$(vectorgate completion zsh)"     in ~/.zshrc
  vectorgate completion fish | source     in ~/.config/fish/config.fish
`,
    )
    .action((shell: string) => terminal.out(shellScripts[shell]!(commandTree(program))));
  for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)])
    command.exitOverride().configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  return program;
}

/** Exit code of what commander itself ended: help is fine, all else is wrong usage. */
export const usageExit = (error: CommanderError): number =>
  error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
