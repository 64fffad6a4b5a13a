import type { CatalogueSource, StoreCatalogue } from '../catalogue/store-catalogue.ts';

/** The connections, and what their stores tell of themselves. */
export interface CatalogueParts {
  readonly sources: readonly CatalogueSource[];
  readonly stores: Pick<StoreCatalogue, 'list' | 'describe' | 'sample' | 'hasSample'>;
}
