import { residentMiB } from './cpu-time.ts';

/**
 * Prints a process's resident memory as a table while load passes, until `enough` were done. `load` puts on some seconds of
 * it and returns how many were done; `what`: those are, for the table's head.
 */
export async function watchMemory(
  pid: number,
  what: string,
  enough: number,
  load: () => Promise<number>,
): Promise<void> {
  const seen: number[] = [];
  process.stdout.write(`| ${what} | resident MiB |\n|---:|---:|\n| 0 | ${residentMiB(pid).toFixed(0)} |\n`);
  for (let done = 0; done < enough; ) {
    done += await load();
    seen.push(residentMiB(pid));
    process.stdout.write(`| ${done} | ${seen.at(-1)!.toFixed(0)} |\n`);
  }
  const half = seen.slice(seen.length >> 1);
  process.stdout.write(
    `\nIn the second half ${Math.min(...half).toFixed(0)} to ${Math.max(...half).toFixed(0)} MiB; most of all ${Math.max(...seen).toFixed(0)}.\n`,
  );
}
