import type { AmountKey, ContentKey, TextKey, TimeKey } from './query-keys.ts';

/** Text with stars in it, cut at the stars: one part means that there is none. */
export type TextPattern = readonly string[];

/** A bound or a span of an amount, in milliseconds or bytes. Both ends of a span are in it. */
export type Amount =
  | { readonly is: '>' | '>=' | '<' | '<=' | '='; readonly value: number }
  | { readonly is: '..'; readonly from: number; readonly to: number };

export interface TextTerm {
  readonly kind: 'text';
  readonly key: TextKey;
  readonly not: boolean;
  /** One of these is enough. */
  readonly any: readonly TextPattern[];
}

export interface AmountTerm {
  readonly kind: 'amount';
  readonly key: AmountKey;
  readonly not: boolean;
  readonly any: readonly Amount[];
}

export interface TimeTerm {
  readonly kind: 'time';
  readonly key: TimeKey;
  readonly not: boolean;
  /** As written: `2026-11-20`, `2026-11-20T09:00`, `7d`, `tuesday`. */
  readonly at: string;
}

/** What stands in a request, or narrowed it: to be found by opening the record, not by its header. */
export interface ContentTerm {
  readonly kind: 'content';
  readonly key: ContentKey;
  readonly not: boolean;
  /** One of these is enough: of `text`, pieces that stand in one text, one behind the other; of others, `field=value`. */
  readonly any: readonly TextPattern[];
}

export type QueryTerm = TextTerm | AmountTerm | TimeTerm | ContentTerm;

/** What to look for among records: all terms hold. Without terms it is every record. */
export interface RecordsQuery {
  readonly terms: readonly QueryTerm[];
}
