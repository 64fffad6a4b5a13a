import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { changeMasterKey } from './change-master-key.ts';
import { checkPolicies } from './check-policies.ts';
import { loadConfiguration } from './configuration/load-configuration.ts';
import { GateError } from './errors/gate-error.ts';
import { LogOutput } from './log-output.ts';
import { verifyRecords } from './sessions/verify-records.ts';
import { startGateway } from './start-gateway.ts';

const usage = `vectorgate-gateway: the policy gate for vector databases

  vectorgate-gateway --config vectorgate.yaml    start the gateway
  vectorgate-gateway check --config FILE         read configuration and policies, also those of
                                                 policy.git.canary; start nothing
  vectorgate-gateway verify --data FOLDER        verify the recorded chain
  vectorgate-gateway change-master-key --config FILE --to FILE
                                                 put the data of a stopped gateway under another master key
  vectorgate-gateway --config FILE --begin-policies-anew
                                                 start where the list of the policies that were in force is gone

Exit codes: 0 fine, 1 could not go on, 2 wrong usage.
Example: vectorgate-gateway --config /etc/vectorgate/vectorgate.yaml
`;

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Runs the command line of the server. Returns the exit code; while the gateway runs it does not return. */
export async function main(args: readonly string[]): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  try {
    if (positionals[0] === 'verify' && values.data !== undefined) return await verify(values.data);
    if (values.config === undefined || positionals.length > 1) {
      say(usage);
      return 2;
    }
    const configuration = await loadConfiguration(values.config);
    if (positionals[0] === 'check') {
      await checkPolicies(configuration);
      say(`${values.config} is in order.`);
      return 0;
    }
    if (positionals[0] === 'change-master-key' && values.to !== undefined) {
      const sessions = await changeMasterKey(configuration, values.to, pino({ level: 'silent' }));
      say(
        `The keys of ${sessions} sessions are under the new master key. Put it where masterKey points in ${values.config} before the next start. People sign in once more, and marks of the masks hash and tokenize are others from now on.`,
      );
      return 0;
    }
    if (positionals[0] !== undefined) {
      say(usage);
      return 2;
    }
    // Nobody reads any more what is said to people: no reason to end.
    process.stderr.on('error', () => undefined);
    // Before anybody can know that it runs: a signal that comes at once must drain it too.
    const end = ended();
    const gateway = await startGateway(configuration, {
      beginPoliciesAnew: values['begin-policies-anew'] ?? false,
    });
    say(`VectorGate: data plane ${gateway.dataUrl}, control plane ${gateway.controlUrl}`);
    await end;
    say('VectorGate: finishing what is under way …');
    await gateway.close();
    return 0;
  } catch (error) {
    if (error instanceof GateError) say(error.message);
    else {
      // The stack is for the log, which machines keep; people get a sentence.
      pino({}, new LogOutput(1)).fatal({ err: error }, 'a fault in the gateway');
      say('VectorGate cannot go on because of a fault of its own. Its log, on standard output, says where.');
    }
    return 1;
  }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      data: { type: 'string' },
      to: { type: 'string' },
      'begin-policies-anew': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });

async function verify(folder: string): Promise<number> {
  const result = await verifyRecords(folder);
  process.stdout.write(`${result.text}\n`);
  return result.ok ? 0 : 1;
}

/** Resolves at SIGTERM or SIGINT. */
function ended(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  return promise;
}
