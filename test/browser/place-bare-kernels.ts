import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pythonProgram } from '@vectorgate/demo';

/** What the server extension puts into the environment of kernels. */
const ours = ['PYTHONPATH', 'VECTORGATE_BROKER', 'VECTORGATE_BROKER_KEY', 'VECTORGATE_SESSION'];

/**
 * Adds two kernelspecs to a Jupyter data folder: `bare` drops our environment at every start,
 * as some clusters' launchers do; `bare-once` only at its first one, like a kernel older than the extension.
 */
export async function placeBareKernels(data: string): Promise<void> {
  const bare = ['/usr/bin/env', ...ours.flatMap((name) => ['-u', name])];
  const kernel = [pythonProgram(), '-m', 'ipykernel_launcher', '-f', '{connection_file}'];
  const mark = join(data, 'bare-once-was-started');
  const script = `if [ -e "$0" ]; then exec "$@"; fi; : > "$0"; exec ${bare.join(' ')} "$@"`;
  await placeKernel(data, 'bare', [...bare, ...kernel]);
  await placeKernel(data, 'bare-once', ['/bin/sh', '-c', script, mark, ...kernel]);
}

async function placeKernel(data: string, name: string, argv: readonly string[]): Promise<void> {
  const folder = join(data, 'kernels', name);
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'kernel.json'),
    JSON.stringify({ argv, display_name: name, language: 'python', interrupt_mode: 'signal' }),
  );
}
