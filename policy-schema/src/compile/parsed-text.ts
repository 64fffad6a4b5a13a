import type { Document, LineCounter } from 'yaml';

/** A text as YAML 1.2 (JSON is a part of it), whatever is wrong with it. */
export interface ParsedText {
  readonly documents: readonly Document[];
  readonly lines: LineCounter;
}
