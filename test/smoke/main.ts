// npm run smoke [-- --store qdrant [--url URL] [--grpc]]: the demo without a browser. Every call of the table, for
// everybody, in real kernels; with --grpc Qdrant's client prefers its second transport.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  closeAll,
  customerCases,
  DemoError,
  freePorts,
  type OpenDemo,
  openDemo,
  openDemoSteps,
  PersonBroker,
  policyFolder,
  printedSteps,
  readStoreOption,
  type StoreChoice,
} from '@vectorgate/demo';
import { type CommandLineCheck, checkCommandLine } from './command-line.ts';
import { describe } from './describe.ts';
import { expectedRows } from './expected.ts';
import { type Persona, personas } from './personas.ts';
import { printTable } from './print-table.ts';
import { type KernelOfPerson, runKernels } from './run-kernels.ts';
import { storedCount, storedIds } from './stored-ids.ts';

const tokenSeconds = 600;
const out = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** What each person's kernel finds in its environment: a broker, or for the pipeline its token's file. */
async function environments(demo: OpenDemo, folder: string, closers: (() => Promise<void>)[]) {
  const found = new Map<Persona, Readonly<Record<string, string>>>();
  for (const persona of personas) {
    if (persona === 'pipeline') continue;
    const broker = await PersonBroker.start(demo.controlUrl);
    closers.push(() => broker.stop());
    if (persona !== 'nobody') await broker.signIn(persona, persona);
    found.set(persona, broker.environment);
  }
  const file = join(folder, 'pipeline-token');
  await writeFile(file, await demo.pipelineToken(tokenSeconds), { mode: 0o600 });
  found.set('pipeline', {
    PYTHONPATH: found.get('nobody')?.PYTHONPATH ?? '',
    VECTORGATE_TOKEN_FILE: file,
    VECTORGATE_GATEWAY: demo.controlUrl,
  });
  return found;
}

async function smoke(
  choice: StoreChoice,
  preferGrpc: boolean,
  folder: string,
  closers: (() => Promise<void>)[],
): Promise<boolean> {
  const store = choice.kind;
  const step = printedSteps(openDemoSteps + 2);
  const demo = await openDemo({
    folder,
    ports: await freePorts(),
    policies: policyFolder,
    step,
    store: choice,
  });
  closers.push(() => demo.close());
  const ids = store === 'chroma' ? await storedIds(demo.store.url) : {};
  const known = customerCases()[0];
  if (!known) throw new DemoError('There are no cases.', 'Look at demo/src/data.');
  const environment = await step('four people sign in, the pipeline gets its token', () =>
    environments(demo, folder, closers),
  );
  const kernels = personas.map(
    (name): KernelOfPerson => ({
      name,
      environment: environment.get(name) ?? {},
      variables: {
        me: name,
        ids,
        known_email: known.metadata.email,
        known_word: 'kettle',
        prefer_grpc: preferGrpc,
      },
    }),
  );
  const seen = new Map<string, string>();
  await mkdir(join(folder, 'k'));
  await mkdir(join(folder, 'h'));
  await step('calls in real kernels', () =>
    runKernels(store === 'qdrant' ? 'calls_qdrant.py' : 'calls.py', kernels, folder, (told) => {
      seen.set(`${told.call} ${told.person}`, describe(told));
      if (process.env.VECTORGATE_SMOKE_VERBOSE && 'error' in told.outcome)
        out(`${told.call} ${told.person}: ${told.outcome.error.text}`);
      if (process.env.VECTORGATE_SMOKE_VERBOSE && told.shown)
        out(`${told.call} ${told.person} shows: ${told.shown.trim()}`);
    }),
  );
  const table = printTable(
    expectedRows(store),
    (call, persona) => seen.get(`${call} ${persona}`) ?? 'nothing: the call was not made',
    out,
  );
  const checks = [await checkStore(demo), ...(await checkCommandLine(demo, join(folder, 'h')))];
  out('─'.repeat(80));
  for (const { title, problem } of checks)
    out(`${problem === undefined ? '✓' : '✗'} ${title}${problem === undefined ? '' : `: ${problem}`}`);
  const wrong = checks.filter(({ problem }) => problem !== undefined).length;
  out('─'.repeat(80));
  out(`${table.passed + checks.length - wrong} passed, ${table.failed + wrong} failed, 0 skipped`);
  return table.failed + wrong === 0;
}

/** What the gate let through is what happened in the store: one new case of the pipeline, nothing else. */
async function checkStore({ store }: OpenDemo): Promise<CommandLineCheck> {
  const expected = customerCases().length + 1;
  const count = await storedCount(store.kind, store.url);
  return {
    title: `the store itself holds ${expected} cases`,
    problem: count === expected ? undefined : `it holds ${count}`,
  };
}

const folder = await mkdtemp(join(tmpdir(), 'vg-smoke-'));
const closers: (() => Promise<void>)[] = [];
try {
  const args = process.argv.slice(2);
  const store = readStoreOption(args.filter((arg) => arg !== '--grpc'));
  const preferGrpc = args.includes('--grpc');
  if (preferGrpc && store.kind !== 'qdrant')
    throw new DemoError('--grpc is for --store qdrant.', 'Add --store qdrant, or leave --grpc out.');
  if (preferGrpc && store.url !== undefined)
    throw new DemoError(
      'With --url only the REST port of the server is known.',
      'Leave --grpc out, or name a server by QDRANT_BINARY.',
    );
  if (!(await smoke(store, preferGrpc, folder, closers))) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof DemoError)) throw error;
  process.stderr.write(`\n${error.message}\n${error.remedy}\n`);
  process.exitCode = 1;
} finally {
  await closeAll(closers);
  await rm(folder, { recursive: true, force: true });
}
