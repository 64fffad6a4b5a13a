/** One thing that may be written at a cursor. */
export interface Completion {
  readonly label: string;
  readonly kind: 'key' | 'word' | 'name' | 'field' | 'rule' | 'variable' | 'function';
  /** What is inserted, as a snippet where `isSnippet`. Further lines are indented as the one that it is written into. */
  readonly insert: string;
  readonly isSnippet: boolean;
  /** One line beside the label. */
  readonly detail?: string | undefined;
  /** Markdown. */
  readonly documentation?: string | undefined;
  /** Where in the list: lower first. */
  readonly rank: number;
  /** What of the text is compared with what is typed, where that is not the label: in JSON the quotes count too. */
  readonly filter?: string | undefined;
  /** What it replaces, in offsets. */
  readonly start: number;
  readonly end: number;
}

/** A completion before it has a place. */
export type Candidate = Omit<Completion, 'start' | 'end' | 'insert' | 'isSnippet' | 'rank'> & {
  /** Plain text that stands in YAML as it is, or a snippet. */
  readonly insert?: string;
  readonly isSnippet?: boolean;
  readonly rank?: number;
};

/** The detail of names that no catalogue has. */
export const inOtherRules = 'in other rules';
