import type { AnalysisReport, NextAsked } from '@vectorgate/policy-schema/analyse';
import type { ReadFile } from '../policy-messages.ts';

/** Policies as they are being written, and those that they are compared with; the configuration beside them. */
export interface AskedSides {
  readonly head: readonly ReadFile[];
  /** Absent: what was decided then. */
  readonly base?: { readonly name: string; readonly files: readonly ReadFile[] } | undefined;
  readonly config?: ReadFile | undefined;
}

export interface AskedWhatIf extends AskedSides {
  /** Of when, or from where, in words. */
  readonly period: string;
  /** A file of recorded operations; without one they come by `nextPage`. */
  readonly recorded?: ReadFile | undefined;
}

/** What the worker does that may take long. Whoever asks for it has a worker of its own for that. */
export interface AnalysisJobs {
  compare(asked: AskedSides & { readonly base: NonNullable<AskedSides['base']> }): AnalysisReport;
  whatIf(asked: AskedWhatIf): Promise<AnalysisReport>;
  /** Resolves once the page is taken, to how many requests came before it. */
  nextPage(next: NextAsked): Promise<number>;
  /** How many requests were decided so far. */
  decided(): number;
  /** What was decided by now is all that is wanted. */
  stopWhatIf(): void;
}
