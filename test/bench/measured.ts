import { queued } from './queued.ts';

/** How long something took, again and again, in milliseconds. */
export interface Measured {
  readonly p50: number;
  readonly p95: number;
  /** `p95` without the time in which others had the processors; undefined where no Linux tells it. */
  readonly alone: number | undefined;
  /** Processor time, on average. */
  readonly cpu: number;
}

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)]!;

/** Waits, waits without the time in which others had the processors, and processor time. */
export async function measured(rounds: number, what: () => Promise<unknown>): Promise<Measured> {
  const taken: number[] = [];
  const alone: number[] = [];
  const cpu = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) {
    const before = queued();
    const from = performance.now();
    await what();
    const waited = performance.now() - from;
    taken.push(waited);
    if (before !== undefined) alone.push(Math.max(0, waited - (queued()! - before)));
  }
  const { user, system } = process.cpuUsage(cpu);
  for (const waits of [taken, alone]) waits.sort((a, b) => a - b);
  return {
    p50: percentile(taken, 0.5),
    p95: percentile(taken, 0.95),
    alone: alone.length > 0 ? percentile(alone, 0.95) : undefined,
    cpu: (user + system) / 1000 / rounds,
  };
}

/** Its four cells of a table. */
export const cells = ({ p50, p95, alone, cpu }: Measured): string =>
  [p50, p95, alone, cpu].map((number) => number?.toFixed(1) ?? '?').join(' | ');
