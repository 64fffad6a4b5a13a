import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Terminal } from '../output/terminal.ts';
import type { CommonOptions } from './context.ts';
import type { PutOptions } from './policy-publish.ts';

const positive = (most: number) => (given: string) => {
  const value = Number(given);
  if (!Number.isSafeInteger(value) || value < 1 || value > most)
    throw new InvalidArgumentError(`Give a whole number from 1 to ${most.toLocaleString('en')}.`);
  return value;
};

const gateway = (): Option =>
  new Option('--gateway <url>', 'address of the gateway (default: that of the last sign-in)').env(
    'VECTORGATE_GATEWAY',
  );

const signing = (command: Command): Command =>
  command
    .addOption(gateway())
    .addOption(
      new Option('--key <file>', 'the key to sign by (default: what policy keygen made)').env(
        'VECTORGATE_POLICY_KEY',
      ),
    )
    .option('--note <text>', 'why; kept with it')
    .option('--json', 'print JSON');

/** Commands about the policies that a gateway has in force. */
export function policyInForceCommands(
  policy: Command,
  terminal: Terminal,
  end: (code: number) => void,
): void {
  policy
    .command('keygen')
    .description('make a key that signs policies')
    .option('--output <file>', 'where to (default: beside the settings of vectorgate)')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ vectorgate policy keygen\n')
    .action(async (options: { output?: string; json?: boolean }) => {
      const { policyKeygen } = await import('./policy-keygen.ts');
      await policyKeygen(options, terminal);
    });
  signing(
    policy
      .command('publish')
      .description('check, test, compare and sign policies, and put them in force')
      .argument('[folder]', 'the folder of the policies', '.')
      .option('--config <file>', 'a vectorgate.yaml: its connections, issuers and types of claims')
      .option('--yes', 'also when somebody gets more by it'),
  )
    .addHelpText(
      'after',
      `
It ends with 6 when somebody would get more and nobody said --yes.

Example:
  $ vectorgate policy publish policies --note "analysts read notes, ticket 812"
`,
    )
    .action(async (folder: string, options: PutOptions & { config?: string }) => {
      const { policyPublish } = await import('./policy-publish.ts');
      await policyPublish(folder, options, terminal);
    });
  signing(
    policy
      .command('rollback')
      .description('put in force once more what was before: the last set, or one by its number')
      .argument('[revision]', 'its number, of policy log', positive(Number.MAX_SAFE_INTEGER))
      .option('--yes', 'also when somebody gets more by it'),
  )
    .addHelpText('after', '\nExample:\n  $ vectorgate policy rollback 41 --note "41 was right"\n')
    .action(async (revision: number | undefined, options: PutOptions) => {
      const { policyRollback } = await import('./policy-rollback.ts');
      await policyRollback(revision, options, terminal);
    });
  const canary = policy
    .command('canary')
    .description('policies that run beside those in force, without effect: what would they do?');
  signing(
    canary
      .command('start')
      .description('check, test and sign policies, and run them beside those in force')
      .argument('[folder]', 'the folder of the policies', '.')
      .option('--config <file>', 'a vectorgate.yaml: its connections, issuers and types of claims'),
  )
    .addHelpText('after', '\nExample:\n  $ vectorgate policy canary start policies\n')
    .action(async (folder: string, options: PutOptions & { config?: string }) => {
      const { policyCanaryStart } = await import('./policy-publish.ts');
      await policyCanaryStart(folder, options, terminal);
    });
  for (const [name, about] of [
    ['show', 'what they would have done until now'],
    ['stop', 'end it, and tell what they would have done'],
  ] as const)
    canary
      .command(name)
      .description(about)
      .addOption(gateway())
      .option('--json', 'print JSON')
      .addHelpText('after', `\nExample:\n  $ vectorgate policy canary ${name}\n`)
      .action(async (options: CommonOptions) => {
        const { policyCanary } = await import('./policy-canary.ts');
        await policyCanary(name, options, terminal);
      });
  policy
    .command('status')
    .description('which policies are in force, since when and by whom; and how a folder differs')
    .argument('[folder]', 'compare the policies of a folder with them')
    .option('--config <file>', 'a vectorgate.yaml: its connections, issuers and types of claims')
    .addOption(gateway())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
It ends with 1 when the folder differs, or the gateway cannot take what is there.

Example:
  $ vectorgate policy status policies
`,
    )
    .action(async (folder: string | undefined, options: CommonOptions & { config?: string }) => {
      const { policyStatus } = await import('./policy-status.ts');
      end(await policyStatus(folder, options, terminal));
    });
  policy
    .command('log')
    .description('the sets of policies that were in force, the latest first')
    .option('--limit <number>', 'how many', positive(200), 20)
    .addOption(gateway())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ vectorgate policy log --limit 5\n')
    .action(async (options: CommonOptions & { limit: number }) => {
      const { policyLog } = await import('./policy-log.ts');
      await policyLog(options, terminal);
    });
}
