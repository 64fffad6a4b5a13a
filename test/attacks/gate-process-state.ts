import { readdir, readFile, readlink, writeFile } from 'node:fs/promises';

/** Open sockets of a process, listening ones included. Linux only. */
export async function openSockets(pid: number): Promise<number> {
  const folder = `/proc/${pid}/fd`;
  const links = await Promise.all(
    (await readdir(folder)).map((name) => readlink(`${folder}/${name}`).catch(() => '')),
  );
  return links.filter((link) => link.startsWith('socket:')).length;
}

/** Open file descriptors of every kind. */
export const openDescriptors = async (pid: number): Promise<number> =>
  (await readdir(`/proc/${pid}/fd`)).length;

const statusLine = async (pid: number, name: string): Promise<number> => {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? Number.NaN) / 1024;
};

/** Resident memory in MiB. */
export const residentMemory = (pid: number): Promise<number> => statusLine(pid, 'VmRSS');

/** Most resident memory in MiB since `forgetPeak`. */
export const peakMemory = (pid: number): Promise<number> => statusLine(pid, 'VmHWM');

/** Lets the peak begin anew. */
export const forgetPeak = (pid: number): Promise<void> => writeFile(`/proc/${pid}/clear_refs`, '5');
