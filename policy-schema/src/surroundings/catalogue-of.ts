import { Check } from 'typebox/schema';
import type { Catalogue, CatalogueField, CatalogueIssuer } from '../language/catalogue.ts';
import {
  type CatalogDocument,
  type CatalogSpec,
  catalogSchema,
  catalogSpecSchema,
} from '../schema/catalog-schema.ts';

type Fields = NonNullable<
  NonNullable<NonNullable<CatalogSpec['connections']>[number]['collections']>[number]['fields']
>;

const fieldOf = (path: string, met: Fields[string]): CatalogueField => {
  if (typeof met === 'string') return { path, type: met === 'unknown' ? undefined : met };
  const [type, ...others] = met.types;
  // Of several types none can be relied on.
  if (others.length > 0) return { path, type: undefined, types: met.types, records: met.records };
  return { path, type, records: met.records };
};

const hasEnvelope = (value: unknown): value is CatalogDocument =>
  typeof value === 'object' && value !== null && 'kind' in value;

/**
 * What a snapshot's document says; undefined when it is not of a snapshot's form. What stands under `spec` may stand alone,
 * too, as people write it by hand.
 */
export function catalogueOf(value: unknown): Catalogue | undefined {
  if (!Check(hasEnvelope(value) ? catalogSchema : catalogSpecSchema, value)) return undefined;
  const { spec, metadata } = hasEnvelope(value) ? value : { spec: value, metadata: undefined };
  const taken = Date.parse(metadata?.taken ?? '');
  const connections: Catalogue['connections'] = (spec.connections ?? []).map(
    ({ collections, store, ...rest }) => ({
      ...rest,
      store: store ?? 'store not known',
      collections: collections?.map(({ fields, ...collection }) => ({
        ...collection,
        fields: fields && Object.entries(fields).map(([path, met]) => fieldOf(path, met)),
      })),
    }),
  );
  const issuers = (spec.issuers ?? []).map(
    (issuer): CatalogueIssuer => ({ ...issuer, claims: issuer.claims ?? {} }),
  );
  const saysClaims = (spec.issuers ?? []).every(({ claims }) => claims !== undefined);
  return {
    connections,
    issuers,
    ...(Number.isNaN(taken) ? {} : { taken }),
    ...(metadata !== undefined && issuers.length > 0 && saysClaims && { saysClaims }),
  };
}
