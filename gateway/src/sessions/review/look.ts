/** What of other people's records somebody looked at, as the header of the record of it says. */
export type Look =
  | { readonly of: 'record'; readonly record: string }
  | { readonly of: 'session'; readonly session: string }
  /** Lists of sessions and records, and counts of what stands in them. */
  | { readonly of: 'sessions' | 'records' | 'facets' }
  /** Names and types of fields, out of the records of collections: the gateway itself looked into them. */
  | { readonly of: 'fields' }
  /** Groups and people that stand in records. */
  | { readonly of: 'people' }
  /** Whose requests policies that run beside those in force would have decided otherwise. */
  | { readonly of: 'canary' };
