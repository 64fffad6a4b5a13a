import * as Type from 'typebox/type';
import { Check } from 'typebox/value';
import type { Catalogue } from '../language/catalogue.ts';

const names = Type.Optional(Type.Array(Type.String()));

/** A snapshot of what exists, as people or a gateway write it. */
const snapshot = Type.Object({
  connections: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.String(),
        store: Type.Optional(Type.String()),
        people: Type.Optional(Type.String()),
        tenants: names,
        databases: names,
        namespaces: names,
        collections: Type.Optional(
          Type.Array(
            Type.Object({
              name: Type.String(),
              fields: Type.Optional(
                Type.Record(
                  Type.String(),
                  Type.Union(
                    (['string', 'number', 'boolean', 'list', 'map', 'unknown'] as const).map((type) =>
                      Type.Literal(type),
                    ),
                  ),
                ),
              ),
            }),
          ),
        ),
      }),
    ),
  ),
  issuers: Type.Optional(Type.Array(Type.Object({ name: Type.String(), groups: names, services: names }))),
});

/** What a snapshot's document says; undefined when it is not of a snapshot's form. */
export function catalogueOf(value: unknown): Catalogue | undefined {
  if (!Check(snapshot, value)) return undefined;
  const connections: Catalogue['connections'] = (value.connections ?? []).map(
    ({ collections, store, ...rest }) => ({
      ...rest,
      store: store ?? 'store not known',
      collections: collections?.map(({ name, fields }) => ({
        name,
        fields:
          fields &&
          Object.entries(fields).map(([field, type]) => ({
            path: field,
            type: type === 'unknown' ? undefined : type,
          })),
      })),
    }),
  );
  return { connections, issuers: (value.issuers ?? []).map((issuer) => ({ ...issuer, claims: {} })) };
}
