import type { SavedSearches } from '@vectorgate/policy-schema/records-query';

/** Keeps the searches of whoever reads, by their names. */
export interface SearchKeeper {
  list(): Promise<SavedSearches>;
  /** Keeps a query, in place of what was kept under that name. */
  keep(name: string, query: string): Promise<void>;
  drop(name: string): Promise<void>;
}
