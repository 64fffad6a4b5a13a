import type { CatalogSpec } from '../../schema/catalog-schema.ts';

type Collection = NonNullable<NonNullable<CatalogSpec['connections']>[number]['collections']>[number];

/** Of a collection what a gateway tells without looking into its records. */
export const toldCollection = ({ name, tenant, database, dimension, metric }: Collection): Collection => ({
  name,
  ...(tenant !== undefined && { tenant }),
  ...(database !== undefined && { database }),
  ...(dimension !== undefined && { dimension }),
  ...(metric !== undefined && { metric }),
});
