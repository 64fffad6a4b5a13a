import type { AnalysisReport, NextAsked, SidesPlan } from '@vectorgate/policy-schema/analyse';
import type { ReadFile } from '../policy-messages.ts';
import type { AskedTests } from '../tests/test-jobs.ts';

/** Policies as they are being written, and those that they are compared with; the configuration beside them. */
export interface AskedSides {
  readonly head: readonly ReadFile[];
  /** Absent: what was decided then. */
  readonly base?: { readonly name: string; readonly files: readonly ReadFile[] } | undefined;
  readonly config?: ReadFile | undefined;
}

/** The same with what they are compared with. */
export type BothSides = AskedSides & { readonly base: NonNullable<AskedSides['base']> };

export interface AskedPlan extends BothSides {
  /** Of what is to be put in force; all have to pass. */
  readonly tests: readonly AskedTests[];
  /** Whose policies are to be, as a message begins: `The policies here`. */
  readonly whose: string;
}

export interface AskedWeighing extends BothSides {
  /** Of when, in words. What was asked comes by `nextPage`. */
  readonly period: string;
}

export interface AskedWhatIf extends AskedSides {
  /** What is told is about this rule alone. */
  readonly rule?: { readonly policy: string; readonly id: string } | undefined;
  /** Of when, or from where, in words. */
  readonly period: string;
  /** A file of recorded operations; without one they come by `nextPage`. */
  readonly recorded?: ReadFile | undefined;
}

/** What the worker does that may take long. Whoever asks for it has a worker of its own for that. */
export interface AnalysisJobs {
  compare(asked: BothSides): AnalysisReport;
  /** What would come of putting policies in force. Throws what keeps them from it: where a side does not load, or a test fails. */
  plan(asked: AskedPlan): SidesPlan;
  /** The same as `compare`, with how much was asked of each line. */
  weigh(asked: AskedWeighing): Promise<AnalysisReport>;
  whatIf(asked: AskedWhatIf): Promise<AnalysisReport>;
  /** Resolves once the page is taken, to how many requests came before it. */
  nextPage(next: NextAsked): Promise<number>;
  /** How many requests were decided so far. */
  decided(): number;
  /** What was decided by now is all that is wanted. */
  stopWhatIf(): void;
}
