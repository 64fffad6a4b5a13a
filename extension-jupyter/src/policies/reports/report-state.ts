import type { AnalysisReport } from '@vectorgate/policy-schema/analyse';

/** Where an analysis is. */
export type ReportState =
  | { readonly is: 'running'; readonly requests: number | undefined; readonly isStopping: boolean }
  | { readonly is: 'done'; readonly report: AnalysisReport }
  /** What keeps it from being done, line by line. */
  | { readonly is: 'trouble'; readonly text: string };
