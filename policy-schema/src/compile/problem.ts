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

/** A problem with all that editors ask of it. */
export interface PlacedProblem extends PolicyProblem {
  /** Offsets in the text, in UTF-16 units; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  /** What to write in its place, where the remedy is nothing but that. */
  readonly replacement?: string;
}
