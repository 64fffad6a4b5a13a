import { type ISignal, Signal } from '@lumino/signaling';
import type { Told } from '../worker/policy-messages.ts';

/** What is said of one open policy. */
export interface PolicyReport {
  readonly path: string;
  /** Line of each, from 0. */
  readonly told: readonly (Told & { readonly line: number })[];
}

/** What is said of all open policies. */
export class PolicyProblems {
  private readonly reports = new Map<string, PolicyReport>();
  private readonly changedSignal = new Signal<this, void>(this);

  get changed(): ISignal<this, void> {
    return this.changedSignal;
  }

  /** By path. */
  get all(): readonly PolicyReport[] {
    return [...this.reports.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  set(report: PolicyReport): void {
    this.reports.set(report.path, report);
    this.changedSignal.emit();
  }

  /** Something beside the policies is to be shown anew. */
  tell(): void {
    this.changedSignal.emit();
  }

  forget(path: string): void {
    if (this.reports.delete(path)) this.changedSignal.emit();
  }
}
