import type { RecordFacets } from '@vectorgate/policy-schema/records-query';

/** What is looked for: by somebody who sees everything, their own, or their own and one collection of others. */
export interface SearchAsked {
  readonly query: string;
  /** What "7d" counts from. */
  readonly now: number;
  readonly whose?: { readonly issuer: string; readonly subject: string };
  /** A collection whose records may be reviewed. */
  readonly reviewed?: string;
}

/** What one search found. */
export interface SearchAnswer {
  /** Numbers of the newest fifty records. */
  readonly numbers: readonly number[];
  readonly total: RecordFacets['total'];
  readonly people: RecordFacets['facets'][number]['values'];
}

/** What a process that searched has to tell. */
export interface Searched {
  readonly answers: readonly SearchAnswer[];
  /** Bytes of resident memory at the most before the index was opened, and in all. */
  readonly before: number;
  readonly peak: number;
}
