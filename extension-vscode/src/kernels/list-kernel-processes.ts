import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { interpreterOf } from './interpreter-of.ts';
import { isKernelCommand, type KernelProcess } from './kernel-process.ts';

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly args: readonly string[];
  /** Milliseconds since the epoch. */
  readonly started: number;
}

/** Of all processes those kernels that descend from `root`. */
export function kernelsUnder(root: number, rows: readonly Row[]): readonly Row[] {
  const parents = new Map(rows.map(({ pid, parent }) => [pid, parent]));
  const descends = (pid: number): boolean => {
    // A table that is read while it changes may hold a ring.
    for (
      let at = parents.get(pid), steps = 0;
      at !== undefined && steps < 64;
      at = parents.get(at), steps += 1
    )
      if (at === root) return true;
    return false;
  };
  const kernels = rows.filter(({ pid, args }) => isKernelCommand(args) && descends(pid));
  // A child that a kernel forked has its arguments; the kernel is the one above.
  const pids = new Set(kernels.map(({ pid }) => pid));
  return kernels.filter(({ parent }) => !pids.has(parent));
}

/** `ps -axo pid=,ppid=,etime=,command=`; see ps(1) for the form of etime. */
export function readPs(output: string, now: number): readonly Row[] {
  return output.split('\n').flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+)\s+(.*)$/.exec(line);
    if (found === null) return [];
    const [, pid, parent, days = '0', hours = '0', minutes = '0', seconds = '0', command = ''] = found;
    const age = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
    return [
      { pid: Number(pid), parent: Number(parent), args: command.split(' '), started: now - age * 1000 },
    ];
  });
}

/** `/proc/PID/stat` (proc_pid_stat(5)): parent, and start in ticks of 10 ms after the system's own. */
export function readStat(stat: string): { parent: number; startTicks: number } | undefined {
  // The name in brackets may hold brackets and spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const parent = Number(fields[1]);
  const startTicks = Number(fields[19]);
  return Number.isInteger(parent) && Number.isInteger(startTicks) ? { parent, startTicks } : undefined;
}

async function linuxRows(now: number): Promise<readonly Row[]> {
  const uptime = Number((await readFile('/proc/uptime', 'utf8')).split(' ')[0]) * 1000;
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const rows = await Promise.all(
    names.map(async (name): Promise<Row | undefined> => {
      try {
        const stat = readStat(await readFile(`/proc/${name}/stat`, 'utf8'));
        if (stat === undefined) return undefined;
        const args = (await readFile(`/proc/${name}/cmdline`, 'utf8')).split('\0');
        return { pid: Number(name), parent: stat.parent, args, started: now - uptime + stat.startTicks * 10 };
      } catch {
        // Gone meanwhile, or another user's.
        return undefined;
      }
    }),
  );
  return rows.filter((row) => row !== undefined);
}

const psRows = (now: number): Promise<readonly Row[]> =>
  new Promise((resolve, reject) => {
    execFile(
      'ps',
      ['-axo', 'pid=,ppid=,etime=,command='],
      { timeout: 5_000, maxBuffer: 16 << 20 },
      (error, output) => (error === null ? resolve(readPs(output, now)) : reject(error)),
    );
  });

/** The kernels under this extension host; undefined on a system that does not tell (Windows). */
export async function listKernelProcesses(
  now: number = Date.now(),
): Promise<readonly KernelProcess[] | undefined> {
  if (process.platform === 'win32') return undefined;
  const linux = process.platform === 'linux';
  const rows = kernelsUnder(process.pid, linux ? await linuxRows(now) : await psRows(now));
  return Promise.all(
    rows.map(async ({ pid, started, args }) => ({
      pid,
      started,
      python: interpreterOf(args),
      folder: linux ? await readlink(`/proc/${pid}/cwd`).catch(() => '') : '',
    })),
  );
}
