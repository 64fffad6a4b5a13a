import { isAbsolute } from 'node:path';
import { printableJson } from '@vectorgate/policy-schema/printable';
import { shimFolder } from '../broker/shim-folder.ts';
import { ClientError } from '../errors/client-error.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import { placeOfText } from '../links/session-link.ts';
import type { Terminal } from '../output/terminal.ts';
import { describeReport } from '../sandbox/describe-report.ts';
import { isFile, recordingOfFile, recordingOfSession } from '../sandbox/open-recording.ts';
import { openSandbox, type Sandbox } from '../sandbox/open-sandbox.ts';
import { serveSandbox } from '../sandbox/serve-sandbox.ts';
import { type CommonOptions, chosenDiscovery, signedInApi } from './context.ts';
import { runChild } from './run-child.ts';

export interface SandboxOptions extends CommonOptions {
  /** Ends with an exit code of its own when a call was not in the recording. */
  readonly strict?: boolean;
  /** Of the sessions in an archive. */
  readonly session?: string;
  /** Runs no command, and stays until its input ends. */
  readonly serve?: boolean;
}

/**
 * `vectorgate sessions sandbox SESSION|FILE -- COMMAND…`: the command's calls are answered from what was recorded, by a
 * stand-in on this machine that has no way to any store. Returns the command's own exit code. With `--serve` another program
 * starts what runs in it.
 */
export async function sessionsSandbox(
  named: string,
  command: readonly string[],
  options: SandboxOptions,
  terminal: Terminal,
): Promise<number> {
  if (options.serve === true && command.length === 0)
    return serveSandbox(() => opened(named, options, terminal), process.stdin, process.stdout);
  if (options.serve === true || command.length === 0)
    throw new ClientError(
      'command-unclear',
      options.serve === true ? 'With --serve no command is run.' : 'No command is named.',
      'Name it behind --, or give --serve alone: vectorgate sessions sandbox SESSION -- COMMAND…',
    );
  const sandbox = await opened(named, options, terminal);
  try {
    const { steps } = sandbox.counts();
    terminal.err(
      `VectorGate sandbox: ${sandbox.names.join(', ')} answered from ${steps} recorded steps. No store is asked.\n`,
    );
    const code = await runChild(command, sandbox.environment(process.env.PYTHONPATH));
    const report = sandbox.report();
    terminal.err(
      options.json ? `${printableJson(JSON.stringify(report, undefined, 2))}\n` : describeReport(report),
    );
    return code === 0 && options.strict && report.notAnswered > 0 ? exitCodes.widened : code;
  } finally {
    await sandbox.close();
  }
}

async function opened(named: string, options: SandboxOptions, terminal: Terminal): Promise<Sandbox> {
  const shim = shimFolder();
  const isArchive = await isFile(named);
  // A path that was an archive a moment ago is no session: whoever named it wants nothing read with the kept sign-in.
  if (!isArchive && isPath(named))
    throw new ClientError(
      'no-archive',
      `There is no archive at ${named}.`,
      'Nothing was run. Name a file that vectorgate sessions export wrote, or a session by its id.',
    );
  const steps = isArchive
    ? await recordingOfFile(named, options.session)
    : await recordingOfSession(await signedInApi(options, terminal), placeOfText(named)?.session ?? named);
  // Names that the recorded program did not use are held too, where somebody knows them: no call of it reaches a store.
  const others = isArchive && options.gateway === undefined ? [] : (await chosenDiscovery(options)).governed;
  return openSandbox({ named, steps, others, shim });
}

/** Sessions are named by an id or a link, and neither is a path of this machine. */
const isPath = (named: string): boolean =>
  isAbsolute(named) || named.endsWith('.vgsession') || (/[\\/]/.test(named) && URL.parse(named) === null);
