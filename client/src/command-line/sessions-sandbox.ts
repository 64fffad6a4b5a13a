import { printableJson } from '@vectorgate/policy-schema/printable';
import { shimFolder } from '../broker/shim-folder.ts';
import { startBroker } from '../broker/start-broker.ts';
import { ClientError } from '../errors/client-error.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import { placeOfText } from '../links/session-link.ts';
import type { Terminal } from '../output/terminal.ts';
import { describeReport } from '../sandbox/describe-report.ts';
import { isFile, recordingOfFile, recordingOfSession } from '../sandbox/open-recording.ts';
import type { RecordedStep } from '../sandbox/recorded-step.ts';
import { Recording } from '../sandbox/recording.ts';
import { SandboxTally } from '../sandbox/sandbox-tally.ts';
import { type StandInName, startStandIn } from '../sandbox/stand-in/stand-in.ts';
import { type CommonOptions, chosenDiscovery, signedInApi } from './context.ts';
import { runChild } from './run-child.ts';

export interface SandboxOptions extends CommonOptions {
  /** Ends with an exit code of its own when a call was not in the recording. */
  readonly strict?: boolean;
  /** Of the sessions in an archive. */
  readonly session?: string;
}

/** A day: no program that runs by a recording runs longer on one token. */
const keyMilliseconds = 86_400_000;

/**
 * `vectorgate sessions sandbox SESSION|FILE -- COMMAND…`: the command's calls are answered from what was recorded, by a
 * stand-in on this machine that has no way to any store. Returns the command's own exit code.
 */
export async function sessionsSandbox(
  named: string,
  command: readonly string[],
  options: SandboxOptions,
  terminal: Terminal,
): Promise<number> {
  const shim = shimFolder();
  const isArchive = await isFile(named);
  const steps = isArchive
    ? await recordingOfFile(named, options.session)
    : await recordingOfSession(await signedInApi(options, terminal), placeOfText(named)?.session ?? named);
  if (!steps.some(({ answer }) => answer !== undefined)) throw nothingToRun(named, steps);
  const recorded = namesIn(steps);
  // Names that the recorded program did not use are held too, where somebody knows them: no call of it reaches a store.
  const others = isArchive ? [] : (await chosenDiscovery(options)).governed;
  const names = new Map<string, StandInName>([
    ...others.map(({ name, ...of }) => [name.toLowerCase(), of] as const),
    ...recorded,
  ]);
  const recording = new Recording(steps);
  const tally = new SandboxTally();
  const standIn = await startStandIn({ recording, names, tally });
  const governed = [...names].map(([name, of]) => ({ name, ...of }));
  const broker = await startBroker({
    shim,
    holder: {
      signedIn: async () => true,
      token: async () => ({ token: standIn.key, expires: (Date.now() + keyMilliseconds) / 1000 }),
    },
    discover: async () => ({
      controlUrl: standIn.url,
      dataPlane: standIn.url,
      issuer: standIn.url,
      apiVersion: 'v1',
      governed,
    }),
  });
  try {
    terminal.err(
      `VectorGate sandbox: ${[...recorded.keys()].join(', ')} answered from ${steps.length} recorded steps. No store is asked.\n`,
    );
    const code = await runChild(command, broker.environment(process.env.PYTHONPATH));
    const report = tally.report(recording);
    terminal.err(
      options.json ? `${printableJson(JSON.stringify(report, undefined, 2))}\n` : describeReport(report),
    );
    return code === 0 && options.strict && report.notRecorded.length > 0 ? exitCodes.widened : code;
  } finally {
    await broker.close();
    await standIn.close();
  }
}

/** The names under which the recorded program knew its stores. */
function namesIn(steps: readonly RecordedStep[]): Map<string, StandInName> {
  const names = new Map<string, StandInName>();
  for (const { name, connection, store } of steps)
    if (name !== undefined) names.set(name, { connection, store });
  return names;
}

function nothingToRun(named: string, steps: readonly RecordedStep[]): ClientError {
  const why = steps.find(({ missing }) => missing !== undefined);
  return new ClientError(
    'no-records',
    why === undefined
      ? `${named} holds no calls.`
      : `Nothing of ${named} can be answered. Step ${why.number}: ${why.missing}`,
    'Nothing was run. An archive needs its bodies: vectorgate sessions export SESSION --bodies all',
  );
}
