import type { TextChange } from '../document/text-change.ts';
import type { Severity } from './severity.ts';

/** Something to do about a diagnostic that a machine can know. */
export interface Fix {
  readonly title: string;
  readonly changes: readonly TextChange[];
  /** Whether it is what nearly everybody means. */
  readonly preferred?: boolean;
}

/** Something to say about a place of a document. */
export interface PolicyDiagnostic {
  /** Offsets in UTF-16 units; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Stable; docs/rules has a page for each. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
  readonly replacement?: string;
  /** Places elsewhere that are part of it. */
  readonly related?: readonly RelatedPlace[];
  /** What stands there does nothing: editors show it faded. */
  readonly unnecessary?: boolean;
  /** Fixes that only whoever found it can know. */
  readonly fixes?: () => readonly Fix[];
}

export interface RelatedPlace {
  readonly file: string;
  /** 0-based. */
  readonly line: number;
  readonly message: string;
}
