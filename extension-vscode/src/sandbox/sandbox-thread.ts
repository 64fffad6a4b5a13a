import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { ClientError } from '@vectorgate/client/client-error';
import { openSandbox, stepsInArchive, tellSandbox } from '@vectorgate/client/sandbox';
import { openRows } from '@vectorgate/replay-ui/archive-desk';
import { readArchive } from '../archives/read-archive.ts';
import { type FromSandbox, type SandboxWork, stopSandbox } from './sandbox-messages.ts';

/*
 * A thread for one sandbox: the recording is read, verified and answered from here, whoever wrote it; the extension's own
 * thread sees none of it, and ending this one ends all of it.
 */

const { archive, named, session, others, shim } = workerData as SandboxWork;
const tell = (message: FromSandbox): void => parentPort?.postMessage(message);

async function open() {
  const { rows, missing, close } = await openRows(
    'bytes' in archive ? archive.bytes : readArchive(archive.path, () => {}),
    readFile(join(__dirname, 'sql-wasm.wasm')),
  );
  try {
    const steps = await stepsInArchive({ named, rows, missing, session });
    tell({ kind: 'opens' });
    return await openSandbox({ named, steps, others, shim });
  } finally {
    close();
  }
}

open().then(
  (sandbox) => {
    const programs = () => sandbox.programs().map(({ pid, kernel, since }) => ({ pid, kernel, since }));
    tell({ kind: 'environment', environment: sandbox.environment() });
    const stop = tellSandbox(sandbox, (standing) =>
      tell({ kind: 'standing', standing, programs: programs() }),
    );
    parentPort?.once('message', (message: unknown) => {
      if (message !== stopSandbox) return;
      stop();
      const counts = sandbox.counts();
      const last = programs();
      void sandbox.close().finally(() => {
        tell({ kind: 'standing', standing: { state: 'ended', counts }, programs: last });
        parentPort?.close();
      });
    });
  },
  (error: unknown) => {
    // What is not ours ends the thread, and is told by that.
    if (!(error instanceof ClientError)) throw error;
    tell({
      kind: 'standing',
      standing: { state: 'failed', message: error.message, remedy: error.next },
      programs: [],
    });
    parentPort?.close();
  },
);
