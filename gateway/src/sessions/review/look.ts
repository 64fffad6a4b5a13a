/** What of other people's records somebody looked at, as the header of the record of it says. */
export type Look =
  | { readonly of: 'record'; readonly record: string }
  | { readonly of: 'session'; readonly session: string }
  /** Lists of sessions and records, and counts of what stands in them. */
  | { readonly of: 'sessions' | 'records' | 'facets' };
