import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DemoError } from '../demo-error.ts';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Keeps a second demo from using the same folder. @returns what gives the place free again */
export async function onlyOne(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'running.pid');
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  if (Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid))
    throw new DemoError(
      `The demo of this clone is running already (process ${pid}).`,
      'Stop it by Ctrl-C in its terminal, or use it.',
    );
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}
