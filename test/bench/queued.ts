import { readFileSync } from 'node:fs';

/** How long (ms) this process stood ready and waited for a processor that others had. Undefined where no Linux tells it. */
export function queued(): number | undefined {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return undefined;
  }
}
