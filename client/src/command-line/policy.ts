import { Command } from 'commander';
import type { Terminal } from '../output/terminal.ts';

/** `vectorgate policy …`: the policy language's own tools, which need no gateway. */
export function policyCommand(terminal: Terminal, end: (code: number) => void): Command {
  const policy = new Command('policy').description('policies as code');
  policy
    .command('check')
    .description('check policy files: every error with its file, line, column, code and remedy')
    .argument('<paths...>', 'policy files or folders')
    .option('--config <file>', 'a vectorgate.yaml: checks the names of connections, issuers and claims too')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ vectorgate policy check policies/\n')
    .action(async (paths: readonly string[], { json, config }: { json?: boolean; config?: string }) => {
      const { policyCheck } = await import('@vectorgate/policy-schema/cli');
      const args = [
        ...paths,
        ...(json ? ['--json'] : []),
        ...(config === undefined ? [] : ['--config', config]),
      ];
      end(await policyCheck(args, { out: terminal.out, err: terminal.err }));
    });
  return policy;
}
