// npm start: the whole demo on this machine, until Ctrl-C.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DemoError } from '../demo-error.ts';
import { usualPorts } from '../environment/demo-ports.ts';
import { printedSteps } from '../environment/demo-step.ts';
import { openDemo, openDemoSteps } from '../environment/open-demo.ts';
import { placeNotebook } from '../jupyter/place-notebook.ts';
import { startJupyter } from '../jupyter/start-jupyter.ts';
import { madeFolder, policyFolder } from '../places.ts';
import { closeAll } from '../processes/close-all.ts';
import { freePort } from '../processes/free-port.ts';
import { pythonProgram } from '../processes/real-parts.ts';
import type { StoreChoice } from '../store/demo-store.ts';
import { readStoreOption } from '../store/read-store-option.ts';
import { vsixPath } from '../vscode/vsix-path.ts';
import { onlyOne } from './only-one.ts';
import { summary } from './summary.ts';

const usage = `npm start                                    the demo: providers, store, gateway, JupyterLab
npm start -- --store qdrant                  the same with Qdrant instead of Chroma
npm start -- --store qdrant --url URL        the same with a Qdrant server that runs already
npm start -- --gateway-only --config FILE    the gateway alone, as in production
`;

/**
 * Resolves at the first request to end: Ctrl-C, a polite signal, or the end of the command that started the demo.
 * Further ones do not cut the cleaning up short.
 */
function asked(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) resolve('Stopping: the command that started the demo is gone …');
  }, 1_000).unref();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => resolve('Stopping …'));
  return promise;
}

async function start(store: StoreChoice): Promise<number> {
  const folder = join(madeFolder, 'demo');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const toEnd = asked();
  const leave = await onlyOne(folder);
  const closers: (() => Promise<void>)[] = [leave];
  try {
    const step = printedSteps(openDemoSteps + 1);
    const demo = await openDemo({ folder, ports: await usualPorts(), policies: policyFolder, step, store });
    closers.push(() => demo.close());
    const notebooks = join(folder, 'notebooks');
    const notebook = await placeNotebook(notebooks, store.kind);
    const port = await freePort(8888);
    const jupyter = await step('JupyterLab', () =>
      startJupyter({
        folder: join(folder, 'jupyter'),
        notebooks,
        port,
        controlUrl: demo.controlUrl,
        log: join(folder, 'logs', 'jupyter.log'),
      }),
    );
    closers.push(() => jupyter.stop());
    process.stdout.write(
      summary({
        demo,
        jupyter,
        notebooks,
        notebook,
        policies: policyFolder,
        vsix: await vsixPath(),
        python: pythonProgram(),
      }),
    );
    const gone = (what: string, ended: Promise<void>, log: string): Promise<string> =>
      ended.then(
        () => `${what} ended by itself; its log is ${join(folder, 'logs', log)}. Stopping the rest …`,
      );
    const reason = await Promise.race([
      toEnd,
      gone(demo.store.title, demo.store.ended, `${store.kind}.log`),
      gone('The gateway', demo.gateway.ended, 'gateway.log'),
      gone('JupyterLab', jupyter.ended, 'jupyter.log'),
    ]);
    process.stderr.write(`\n${reason}\n`);
    return reason.startsWith('Stopping') ? 0 : 1;
  } finally {
    await closeAll(closers);
  }
}

const args = process.argv.slice(2);
if (args.includes('--help')) process.stdout.write(usage);
else {
  try {
    process.exitCode = await start(readStoreOption(args));
  } catch (error) {
    if (!(error instanceof DemoError)) throw error;
    process.stderr.write(`\n${error.message}\n${error.remedy}\n`);
    process.exitCode = 1;
  }
}
