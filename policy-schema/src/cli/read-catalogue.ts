import { readFile } from 'node:fs/promises';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { parse } from 'yaml';
import type { PolicyEnvironment } from '../compile/environment.ts';
import type { Catalogue } from '../language/catalogue.ts';
import { UsageError } from './usage-error.ts';

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

type Connections = Catalogue['connections'];
type Issuers = Catalogue['issuers'];

/** Reads a snapshot of what exists. */
export async function readCatalogue(path: string): Promise<Catalogue> {
  let value: unknown;
  try {
    value = parse(await readFile(path, 'utf8'), { version: '1.2' });
  } catch (cause) {
    throw new UsageError(`The catalogue ${path} cannot be read.`, { cause });
  }
  if (!Check(snapshot, value))
    throw new UsageError(`${path} is not of the form of a catalogue; see docs/policy-authoring.md.`);
  const connections: Connections = (value.connections ?? []).map(({ collections, store, ...rest }) => ({
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
  }));
  return { connections, issuers: (value.issuers ?? []).map((issuer) => ({ ...issuer, claims: {} })) };
}

/** What a gateway's configuration says, with what a snapshot adds. */
export function joinCatalogues(environment: PolicyEnvironment, known: Catalogue | undefined): Catalogue {
  const connections: Connections = environment.connections.map((one) => ({
    ...known?.connections.find(({ name }) => name === one.name),
    ...one,
  }));
  const issuers: Issuers = environment.issuers.map((one) => ({
    ...known?.issuers.find(({ name }) => name === one.name),
    ...one,
  }));
  return { connections, issuers, unsupported: environment.unsupported };
}
