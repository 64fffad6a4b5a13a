import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DemoError, pythonProgram } from '@vectorgate/demo';
import type { Persona } from './personas.ts';
import { readTold, type Told } from './told.ts';

/** A kernel to be started: whose, with what in its environment, and the names set in it before the calls. */
export interface KernelOfPerson {
  readonly name: Persona;
  readonly environment: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Runs all calls of a file beside this one in one kernel for each person. `heard` gets each as it comes. */
export async function runKernels(
  calls: string,
  people: readonly KernelOfPerson[],
  folder: string,
  heard: (told: Told) => void,
): Promise<void> {
  const driver = spawn(pythonProgram(), [join(import.meta.dirname, 'driver.py')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, JUPYTER_RUNTIME_DIR: join(folder, 'k'), IPYTHONDIR: join(folder, 'i') },
  });
  let complaints = '';
  driver.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4_000);
  });
  driver.stdin.end(JSON.stringify({ calls, people }));
  const ended = new Promise<number | null>((resolve, reject) => {
    driver.once('error', reject);
    driver.once('close', resolve);
  });
  for await (const line of createInterface({ input: driver.stdout })) heard(readTold(line));
  const code = await ended;
  if (code !== 0)
    throw new DemoError(`The kernels ended early (exit ${code}).`, `They said:\n${complaints.trimEnd()}`);
}
