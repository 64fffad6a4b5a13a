/** A rule that a row tells of. `place` is where it stands now; one that was removed has none. */
export interface ReportRule {
  readonly name: string;
  readonly place?: { readonly file: string; readonly line: number };
}

/** One thing that changes: a word, a sign for eyes, and what. */
export interface ReportChange {
  readonly sign: string;
  readonly kind: string;
  /** Whether somebody gets more by it, or may. */
  readonly isMore: boolean;
  readonly text: string;
}

/** A request that it would have happened to. */
export interface ReportExample {
  readonly record: string;
  readonly session: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly text: string;
}

/** What changes for the same people, places and operations. */
export interface ReportRow {
  readonly heading: string;
  /** What is done, and where. */
  readonly operations?: string;
  readonly places?: string;
  readonly changes: readonly ReportChange[];
  readonly rules: readonly ReportRule[];
  /** How much was asked of it lately, where that was counted: `asked: 1,204 requests of 14 people`. */
  readonly asked?: string;
  readonly note?: string;
  /** Requests that it would have happened to, the latest first; a view shows few of them until somebody asks for more. */
  readonly examples: readonly ReportExample[];
  /** How many there are, where they were counted: `examples` may be the latest of them. */
  readonly requests?: number;
}

/** What an analysis of policies tells, before an editor draws it. Plain data: it may come out of a worker. */
export interface AnalysisReport {
  readonly title: string;
  readonly summary: readonly string[];
  readonly rows: readonly ReportRow[];
  /** Rows that are seldom asked for. */
  readonly aside?: {
    readonly title: string;
    readonly isOpen: boolean;
    readonly rows: readonly ReportRow[];
  };
  readonly notes: readonly string[];
}
