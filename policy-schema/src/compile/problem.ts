/** Something that keeps a policy file from loading. Lines and columns are 1-based; the end is exclusive. */
export interface PolicyProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Stable. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong, one sentence. */
  readonly message: string;
  /** What to do, one sentence. */
  readonly remedy: string;
}
