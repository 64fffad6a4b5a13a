import { median } from './median.ts';

export interface Row {
  readonly variant: string;
  readonly requestsPerSecond: readonly number[];
  readonly cpuMicroseconds: readonly number[];
  readonly p50Microseconds: readonly number[];
  readonly failures: number;
}

/** A Markdown table of medians, with ratios against the variant `base`. */
export function table(rows: readonly Row[], base: string): string {
  const reference = rows.find((row) => row.variant === base);
  if (reference === undefined) throw new Error(`there is no row ${base}`);
  const baseRate = median(reference.requestsPerSecond);
  const baseCpu = median(reference.cpuMicroseconds);
  const lines = rows.map((row) => {
    const rate = median(row.requestsPerSecond);
    const cpu = median(row.cpuMicroseconds);
    const cells = [
      row.variant,
      rate.toFixed(0),
      `${(rate / baseRate).toFixed(2)}×`,
      Number.isNaN(cpu) ? '–' : cpu.toFixed(0),
      Number.isNaN(cpu) ? '–' : `${(baseCpu / cpu).toFixed(2)}×`,
      (median(row.p50Microseconds) / 1000).toFixed(2),
      String(row.failures),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `| variant | requests/s | to ${base} | CPU µs per request | less CPU than ${base} | p50 ms | failures |`,
    '|---|---:|---:|---:|---:|---:|---:|',
    ...lines,
  ].join('\n');
}
