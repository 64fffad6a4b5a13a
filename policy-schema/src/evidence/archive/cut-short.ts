import type { ArchiveReport } from './archive-report.ts';

/** The report on what is left of a file of whose end so many bytes are gone; the same report when none is. */
export function cutShort(report: ArchiveReport, missing: number): ArchiveReport {
  if (missing === 0) return report;
  const cut = {
    code: 'archive-damaged',
    reason: `the file is cut short: ${missing.toLocaleString('en-US')} bytes are gone from its end`,
  } as const;
  return { ...report, ok: false, problems: [cut, ...report.problems] };
}
